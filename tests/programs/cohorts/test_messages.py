"""Emails that a coordinator writes to the people of a cohort."""

import pytest
from django.urls import reverse

from portal.jobs import services as jobs
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from programs.cohorts import messages
from programs.cohorts.message_models import CohortMessage
from programs.cohorts.models import CohortStaff
from tests.factories.participants import PersonFactory
from tests.factories.programs import CohortApplicationFactory, CohortFactory, EnrolmentFactory
from tests.racing import two_at_once

pytestmark = pytest.mark.django_db
TEXTS = {
    "en": {"subject": "Room", "text": "We meet in room 4."},
    "fr": {"subject": "Salle", "text": "Nous nous retrouvons en salle 4."},
}


@pytest.fixture
def cohort(db):
    return CohortFactory(languages=["en", "fr"])


def url(name, row):
    return reverse(f"programs:cohorts:{name}", args=[row.public_id])


def person(language="en", **fields):
    return PersonFactory(user__language=language, **fields)


def write(cohort, by, **fields):
    values = {"texts": TEXTS, "groups": ["enrolled"], "people": [], **fields}
    return messages.save_message(cohort=cohort, by=by, **values)


def run_jobs():
    for job in Job.objects.open():
        with jobs.claim(job.pk) as claimed:
            messages.run_sending(claimed)


def test_an_email_is_previewed_and_then_sent_once_in_the_language_of_each_person(
    cohort, coordinator, client_of
):
    people = [person(), person("fr"), person("ar")]
    for each in people:
        EnrolmentFactory(cohort=cohort, person=each)
    CohortApplicationFactory(cohort=cohort)
    EnrolmentFactory(cohort=cohort, person=PersonFactory(user=None))
    client = client_of(coordinator)
    typed = {"groups": ["enrolled"], "revision": 1}
    for code, text in TEXTS.items():
        typed |= {f"subject_{code}": text["subject"], f"text_{code}": text["text"]}

    page = client.post(url("new_message", cohort), typed, follow=True)
    message = CohortMessage.objects.get()
    before = OutgoingMail.objects.count()
    for _ in range(2):
        client.post(url("send_message", message))
    run_jobs()
    run_jobs()

    assert [row.person for row in page.context["recipients"]] == people
    assert [code for code, _subject, _text in page.context["previews"]] == ["en", "fr"]
    assert before == 0
    emails = {email.user.person: email for email in OutgoingMail.objects.all()}
    assert {each: emails[each].language for each in people} == dict(
        zip(people, ["en", "fr", "en"], strict=True)
    )
    assert emails[people[1]].context["subject"] == "Salle"
    assert len(emails) == 3


def test_the_sender_sees_the_delivery_failures_first(cohort, coordinator, client_of):
    people = [person(full_name="Ana"), person(full_name="Ben")]
    for each in people:
        EnrolmentFactory(cohort=cohort, person=each)
    message = write(cohort, coordinator)
    messages.send_message(message=message, by=coordinator)
    run_jobs()
    OutgoingMail.objects.filter(user=people[1].user).update(state="failed", reason="No such mailbox")
    OutgoingMail.objects.filter(user=people[0].user).update(state="sent")

    deliveries = client_of(coordinator).get(url("message", message)).context["deliveries"]

    assert [(row.person, row.state, row.reason) for row in deliveries] == [
        (people[1], "failed", "No such mailbox"),
        (people[0], "sent", ""),
    ]


def test_groups_and_single_people_overlap_without_a_second_email(cohort, coordinator):
    both = person()
    EnrolmentFactory(cohort=cohort, person=both)
    CohortStaff.objects.create(cohort=cohort, person=both, role="mentor")
    waiting, stranger = CohortApplicationFactory(cohort=cohort, state="waiting").person, person()

    message = write(cohort, coordinator, groups=["enrolled", "staff"], people=[both, waiting, stranger])

    assert {row.person for row in messages.recipients_of(message)} == {both, waiting}
    assert messages.group_counts(cohort)["waiting"] == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"subject_en": ""}, "subject_en"),
        ({"text_en": ""}, "text_en"),
        ({"groups": []}, "groups"),
        ({"text_en": "Open https://portal.example/invitations/" + "a" * 43}, "__all__"),
        ({"subject_en": "", "text_en": ""}, "__all__"),
    ],
)
def test_an_incomplete_email_or_one_with_the_link_of_a_person_is_refused(
    cohort, coordinator, client_of, changed, field
):
    typed = {"groups": ["enrolled"], "revision": 1, "subject_en": "Room", "text_en": "Room 4", **changed}

    response = client_of(coordinator).post(url("new_message", cohort), typed)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not CohortMessage.objects.exists()


def test_a_sent_email_is_neither_edited_nor_discarded(cohort, coordinator):
    EnrolmentFactory(cohort=cohort, person=person())
    message = write(cohort, coordinator)
    messages.send_message(message=message, by=coordinator)

    with pytest.raises(messages.AlreadySentError):
        write(cohort, coordinator, message=message)
    with pytest.raises(messages.AlreadySentError):
        messages.discard_message(message=message, by=coordinator)


def test_an_email_without_recipients_is_not_sent(cohort, coordinator):
    with pytest.raises(messages.NoRecipientsError):
        messages.send_message(message=write(cohort, coordinator), by=coordinator)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_send_the_same_draft_send_it_once(cohort, coordinator):
    EnrolmentFactory(cohort=cohort, person=person())
    message = write(cohort, coordinator)

    def send():
        return messages.send_message(message=message, by=coordinator)

    outcomes = two_at_once(send, send)
    run_jobs()

    assert sorted(isinstance(outcome, messages.AlreadySentError) for outcome in outcomes) == [False, True]
    assert OutgoingMail.objects.count() == 1


def test_a_job_that_stopped_goes_on_where_it_stopped(cohort, coordinator, monkeypatch):
    for _ in range(3):
        EnrolmentFactory(cohort=cohort, person=person())
    message = write(cohort, coordinator)
    messages.send_message(message=message, by=coordinator)
    first = message.recipients.order_by("pk").first()
    messages.mail.queue_all(messages._emails([first]))

    run_jobs()

    assert OutgoingMail.objects.count() == 3
    assert not message.recipients.filter(queued_at=None).exists()


def test_only_coordinators_of_the_cohort_see_its_emails(
    cohort, coordinator, other_coordinator, judge, client_of
):
    EnrolmentFactory(cohort=cohort, person=judge.person)
    message = write(cohort, coordinator)

    for user in (judge, other_coordinator):
        assert client_of(user).get(url("message", message)).status_code == 404


def test_the_page_of_an_email_has_a_constant_number_of_queries(
    cohort, coordinator, client_of, django_assert_max_num_queries
):
    for _ in range(8):
        EnrolmentFactory(cohort=cohort, person=person())
    message = write(cohort, coordinator)
    client = client_of(coordinator)

    with django_assert_max_num_queries(14):
        client.get(url("message", message))
    messages.send_message(message=message, by=coordinator)
    with django_assert_max_num_queries(14):
        client.get(url("message", message))
