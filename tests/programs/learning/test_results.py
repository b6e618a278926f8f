"""What the page of a final test says: passed or not, the best attempt, and what to read again."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from programs.completion.queries import completion_progress
from programs.completion.services import set_criteria
from programs.curriculum import services as curriculum
from programs.learning import authoring, question_banks, quiz_attempts
from programs.learning.models import Progress
from tests.factories import quizzes as make
from tests.factories.participants import OrganisationFactory
from tests.factories.programs import CohortFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db
NAMES = ("b1", "b2", "b3", "b4")


def answers(correct):
    return {name: "yes" if index < correct else "no" for index, name in enumerate(NAMES)}


@pytest.fixture
def quiz():
    quiz = make.quiz(each=4)
    make.question_bank(quiz, questions=4)
    return quiz


@pytest.fixture
def enrolment(quiz, judge):
    cohort = CohortFactory(edition=quiz.unit.section.edition, state="running")
    return EnrolmentFactory(cohort=cohort, person=judge.person)


def take(enrolment, quiz, *, correct, names=NAMES):
    invitation = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    return make.submit(invitation, {name: answers(correct)[name] for name in names})


def page(client_of, enrolment, quiz):
    address = reverse("programs:learning:unit", args=[enrolment.public_id, quiz.unit.public_id])
    return " ".join(client_of(enrolment.person.user).get(address).content.decode().split())


def is_done(enrolment):
    return Progress.objects.get(enrolment=enrolment).done_at is not None


def test_a_failed_test_says_so_and_what_to_read_again(quiz, enrolment, coordinator, client_of):
    competency = quiz.unit.section.edition.coverage.get().competency
    authoring.add_unit(
        section=quiz.unit.section, by=coordinator, kind="text", title="Adjournments", body="Text", minutes=20,
        competencies=[competency],
    )  # fmt: skip
    take(enrolment, quiz, correct=1)

    text = page(client_of, enrolment, quiz)

    assert "You did not reach the pass mark" in text
    assert "You scored 1 out of 4 (25%). The pass mark is 3 (60%). You have 1 attempt left." in text
    assert "Adjournments</bdi></a>, 20 minutes" in text
    assert "About 20 minutes of reading." in text
    assert not is_done(enrolment)


def test_a_failed_test_is_not_counted_on_the_course_page_and_at_home(quiz, enrolment, client_of):
    take(enrolment, quiz, correct=1)
    client = client_of(enrolment.person.user)

    course = client.get(reverse("programs:learning:course", args=[enrolment.public_id])).content.decode()
    home = " ".join(client.get(reverse("home")).content.decode().split())

    assert "not passed yet" in course
    assert "0 of 1" in home


def test_the_best_attempt_counts_and_is_shown(quiz, enrolment, client_of):
    take(enrolment, quiz, correct=4)
    take(enrolment, quiz, correct=2)

    text = page(client_of, enrolment, quiz)

    assert "You passed" in text
    assert "You scored 4 out of 4 (100%)." in text
    assert "4 out of 4 <small>best, counts</small>" in text
    assert is_done(enrolment)


def test_another_pass_mark_completes_or_reopens_the_unit(quiz, enrolment, coordinator):
    take(enrolment, quiz, correct=2)

    for share, expected in (("0.5", True), ("0.75", False)):
        set_criteria(
            cohort=enrolment.cohort, attendance_share="0.8", quiz_share=share, all_units=True, by=coordinator
        )
        assert is_done(enrolment) is expected


def test_a_test_with_few_questions_attests_nothing(judge, client_of):
    quiz = make.quiz(each=3)
    make.question_bank(quiz, questions=3)
    cohort = CohortFactory(edition=quiz.unit.section.edition, state="running")
    enrolment = EnrolmentFactory(cohort=cohort, person=judge.person)
    take(enrolment, quiz, correct=3, names=NAMES[:3])

    text = page(client_of, enrolment, quiz)
    progress = completion_progress(cohort, [enrolment])[enrolment.pk]

    assert "A test with fewer than 4 questions attests nothing" in text
    assert "You passed" not in text
    assert (progress.has_final_test, progress.quiz_share) == (False, None)


def publish(edition, by):
    return curriculum.publish(
        edition=edition, approved_by=OrganisationFactory(), approved_on=date(2026, 1, 1), by=by
    )


def test_a_short_test_with_a_pass_mark_cannot_be_published(coordinator):
    quiz = make.quiz(each=3)
    make.question_bank(quiz, questions=3)
    quiz.pass_share = Decimal("0.6")
    quiz.save()

    with pytest.raises(question_banks.TestTooShortError, match="draws 3 questions"):
        publish(quiz.unit.section.edition, coordinator)


@pytest.mark.parametrize("label", ["Is b1 so?", "  is B1   so?"])
def test_parallel_forms_with_the_same_question_cannot_be_published(quiz, coordinator, label):
    edition = quiz.unit.section.edition
    version = question_banks.get_or_create_question_bank(edition=edition, by=coordinator)
    make.question(version, edition, "a1", texts={"label": label}, rules={"test_form": "a"})

    with pytest.raises(question_banks.RepeatedQuestionError, match="b1 and a1"):
        publish(edition, coordinator)
