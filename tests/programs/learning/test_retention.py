"""The retention test months after a course: sent once to those who completed it; certificates do not depend on it."""

from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertTemplateUsed

from assessments.collection.services import save_draft
from portal.mail.models import OutgoingMail
from programs.completion.models import CompletionCriteria
from programs.completion.services import record_completions
from programs.learning import quiz_attempts, retention, services
from programs.learning.models import QuizAttempt, Unit
from tests.factories import quizzes as make
from tests.factories.programs import CohortFactory, EnrolmentFactory, SectionFactory
from tests.racing import two_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    quiz = make.quiz(phase="retention")
    make.question_bank(quiz, form="a")
    return quiz


def cohort_of(quiz, *, ended: int, **fields):
    ends = timezone.localdate() - timedelta(days=ended)
    return CohortFactory(
        edition=quiz.unit.section.edition,
        starts=ends - timedelta(days=60),
        ends=ends,
        state="completed",
        **fields,
    )


def test_people_who_completed_are_invited_once_with_reminders(quiz):
    cohort = cohort_of(quiz, ended=190)
    done = [EnrolmentFactory(cohort=cohort, state="completed") for _n in range(3)]
    EnrolmentFactory(cohort=cohort)  # did not complete

    assert retention.send_due() == 3
    assert retention.send_due() == 0

    emails = OutgoingMail.objects.filter(template="assessments/invitation")
    assert set(emails.values_list("to", flat=True)) == {enrolment.person.user.email for enrolment in done}
    assert {email.context["kind"] for email in emails} == {"test"}
    collection = done[0].started_attempts.get().invitation.collection
    assert collection.reminder_plan.days_before == [30, 7]
    assert collection.question_names == ["a1", "a2"]


@pytest.mark.parametrize("ended", [100, 260])
def test_nobody_is_invited_too_early_or_too_late(quiz, ended):
    EnrolmentFactory(cohort=cohort_of(quiz, ended=ended), state="completed")

    assert retention.send_due() == 0


def test_the_test_cannot_be_taken_before_it_opens(quiz, judge, client_of):
    enrolment = EnrolmentFactory(cohort=cohort_of(quiz, ended=10), person=judge.person, state="completed")

    answer = client_of(judge).post(
        reverse("programs:learning:unit", args=[enrolment.public_id, quiz.unit.public_id])
    )

    assert answer.status_code == 422
    opens_on = quiz_attempts.opens_on(enrolment.cohort, quiz)
    assert answer.context["error_message"] == str(quiz_attempts.TestNotOpenError(opens_on))


def test_the_test_is_an_action_item_until_it_is_scored(quiz, judge, client_of):
    enrolment = EnrolmentFactory(cohort=cohort_of(quiz, ended=190), person=judge.person, state="completed")
    retention.send_due()
    client = client_of(judge)
    item, _days = client.get(reverse("home")).context["action_items"][0]
    assert item.url == reverse("programs:learning:course", args=[enrolment.public_id])
    assert quiz.unit.title in item.title

    invitation = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    make.submit(invitation, {"a1": "yes", "a2": "no"})

    assert invitation == enrolment.started_attempts.get().invitation
    assert (QuizAttempt.objects.get().score, QuizAttempt.objects.get().max_score) == (1, 2)
    assert client.get(reverse("home")).context["action_items"] == []


def test_submitting_from_the_email_link_shows_no_note_on_group_results(quiz, judge, client):
    enrolment = EnrolmentFactory(cohort=cohort_of(quiz, ended=190), person=judge.person, state="completed")
    retention.send_due()
    invitation = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    save_draft(invitation=invitation, page=1, language="en", values={("a1", 0): "yes", ("a2", 0): "no"})
    email = OutgoingMail.objects.get(template="assessments/invitation")

    response = client.post(email.context["url"].removeprefix(settings.SITE_URL) + "/submit", follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("assessments:collection:thanks"))
    assertTemplateUsed(response, "assessments/collection/thanks.html")
    assert response.context["is_summed"] is False
    assert QuizAttempt.objects.get().score == 1


def test_completion_and_progress_ignore_the_retention_test(quiz, judge, coordinator, client_of):
    cohort = cohort_of(quiz, ended=1)
    cohort.state = "running"
    cohort.save()
    CompletionCriteria.objects.create(cohort=cohort, attendance_share="0", quiz_share="0", all_units=True)
    enrolment = EnrolmentFactory(cohort=cohort, person=judge.person)
    text = Unit.objects.create(
        section=SectionFactory(edition=cohort.edition, position=99),
        position=1,
        kind="text",
        title="Read this",
    )
    course = reverse("programs:learning:course", args=[enrolment.public_id])
    assert client_of(judge).get(course).context["way"].next == text

    services.finish_unit(enrolment=enrolment, unit=text)

    page = client_of(judge).get(course)
    assert page.context["way"].next is None
    assert [bool(progress.done_at) for unit, progress in page.context["units"] if unit == text] == [True]
    assert len(record_completions(cohort=cohort, by=coordinator)) == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_runs_invite_nobody_twice():
    quiz = make.quiz(phase="retention")
    make.question_bank(quiz, form="a")
    cohort = cohort_of(quiz, ended=190)
    for _n in range(5):
        EnrolmentFactory(cohort=cohort, state="completed")

    outcomes = two_at_once(retention.send_due, retention.send_due)

    assert sorted(outcomes) == [0, 5]
    assert OutgoingMail.objects.filter(template="assessments/invitation").count() == 5


@pytest.mark.django_db(transaction=True)
def test_starting_an_attempt_while_invitations_are_created_makes_one_attempt():
    quiz = make.quiz(phase="retention")
    make.question_bank(quiz, form="a")
    cohort = cohort_of(quiz, ended=190)
    people = [EnrolmentFactory(cohort=cohort, state="completed") for _n in range(4)]

    outcomes = two_at_once(
        *(partial(quiz_attempts.start_attempt, enrolment=enrolment, quiz=quiz) for enrolment in people),
        partial(retention.send_tests, cohort=cohort, quiz=quiz),
    )

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert [enrolment.started_attempts.count() for enrolment in people] == [1, 1, 1, 1]
