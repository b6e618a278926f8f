"""The test months after a course: not taken before, asked once of whoever completed; no certificate waits for it."""

from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from assessments.collection.services import save_draft
from portal.mail.models import OutgoingMail
from programs.completion.models import CompletionCriteria
from programs.completion.services import record_completions
from programs.learning import quiz_attempts, retention, services
from programs.learning.models import QuizAttempt, Unit
from tests.factories import tests_of_courses as make
from tests.factories.programs import CohortFactory, EnrolmentFactory, SectionFactory
from tests.racing import two_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    quiz = make.quiz(phase="retention")
    make.pool(quiz, form="a")
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


def test_those_who_completed_are_asked_once_in_their_language_and_a_reminder_is_planned(quiz):
    cohort = cohort_of(quiz, ended=190)
    done = [EnrolmentFactory(cohort=cohort, state="completed") for _n in range(3)]
    EnrolmentFactory(cohort=cohort)  # did not complete

    assert retention.send_due() == 3
    assert retention.send_due() == 0

    letters = OutgoingMail.objects.filter(template="assessments/invitation")
    assert set(letters.values_list("to", flat=True)) == {one.person.user.email for one in done}
    assert {letter.context["kind"] for letter in letters} == {"test"}
    collection = done[0].started_attempts.get().invitation.collection
    assert collection.reminder_plan.days_before == [30, 7]
    assert collection.question_names == ["a1", "a2"]


@pytest.mark.parametrize("ended", [100, 260])
def test_nobody_is_asked_too_early_or_when_it_is_forgotten(quiz, ended):
    EnrolmentFactory(cohort=cohort_of(quiz, ended=ended), state="completed")

    assert retention.send_due() == 0


def test_it_cannot_be_taken_before_its_time(quiz, judge, client_of):
    enrolment = EnrolmentFactory(cohort=cohort_of(quiz, ended=10), person=judge.person, state="completed")

    answer = client_of(judge).post(
        reverse("programs:learning:unit", args=[enrolment.public_id, quiz.unit.public_id])
    )

    assert answer.status_code == 422
    assert "It opens on" in answer.content.decode()


def test_it_waits_in_today_and_is_scored_beside_the_others(quiz, judge, client_of):
    enrolment = EnrolmentFactory(cohort=cohort_of(quiz, ended=190), person=judge.person, state="completed")
    retention.send_due()
    client = client_of(judge)
    assert "Show what has stayed" in client.get(reverse("home")).content.decode()

    sheet = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    make.send(sheet, {"a1": "yes", "a2": "no"})

    assert sheet == enrolment.started_attempts.get().invitation
    assert (QuizAttempt.objects.get().score, QuizAttempt.objects.get().max_score) == (1, 2)
    assert "Show what has stayed" not in client.get(reverse("home")).content.decode()


def test_whoever_sends_it_from_the_letter_is_thanked_and_promised_nothing_of_sums(quiz, judge, client):
    enrolment = EnrolmentFactory(cohort=cohort_of(quiz, ended=190), person=judge.person, state="completed")
    retention.send_due()
    sheet = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    save_draft(invitation=sheet, page=1, language="en", values={("a1", 0): "yes", ("a2", 0): "no"})
    letter = OutgoingMail.objects.get(template="assessments/invitation")

    end = client.post(letter.context["url"].removeprefix(settings.SITE_URL) + "/send", follow=True)

    page = end.content.decode()
    assert end.redirect_chain[-1][0].startswith(reverse("assessments:collection:thanks"))
    assert "What you submitted has arrived." in page
    assert "groups of five people" not in page
    assert QuizAttempt.objects.get().score == 1


def test_no_certificate_waits_for_it_and_going_on_does_not_lead_to_it(quiz, judge, coordinator, client_of):
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
    assert "1 of 1 units done." in page.content.decode()
    assert len(record_completions(cohort=cohort, by=coordinator)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_ask_nobody_twice():
    quiz = make.quiz(phase="retention")
    make.pool(quiz, form="a")
    cohort = cohort_of(quiz, ended=190)
    for _n in range(5):
        EnrolmentFactory(cohort=cohort, state="completed")

    outcomes = two_at_once(retention.send_due, retention.send_due)

    assert sorted(outcomes) == [0, 5]
    assert OutgoingMail.objects.filter(template="assessments/invitation").count() == 5


@pytest.mark.django_db(transaction=True)
def test_whoever_begins_it_while_letters_are_written_has_one_sheet_all_the_same():
    quiz = make.quiz(phase="retention")
    make.pool(quiz, form="a")
    cohort = cohort_of(quiz, ended=190)
    people = [EnrolmentFactory(cohort=cohort, state="completed") for _n in range(4)]

    outcomes = two_at_once(
        *(partial(quiz_attempts.start_attempt, enrolment=one, quiz=quiz) for one in people),
        partial(retention.send_tests, cohort=cohort, quiz=quiz),
    )

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert [one.started_attempts.count() for one in people] == [1, 1, 1, 1]
