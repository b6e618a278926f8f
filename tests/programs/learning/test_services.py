import pytest
from django.urls import reverse

from assessments.competencies.models import Competency, Framework, FrameworkVersion
from programs.learning import services
from programs.learning.models import Progress, Quiz, QuizAttempt, QuizItem, QuizOption, Unit
from programs.learning.queries import items_of
from tests.factories.programs import CohortFactory, CorePartFactory, EnrolmentFactory


@pytest.fixture
def quiz(db):
    version = FrameworkVersion.objects.create(
        framework=Framework.objects.create(code="C", title="Core"), number="1"
    )
    domain = Competency.objects.create(version=version, code="D", kind="domain", statement="Domain")
    competency = Competency.objects.create(version=version, code="D.1", parent=domain, statement="Keep dates")
    part = CorePartFactory()
    unit = Unit.objects.create(part=part, position=1, kind="quiz", title="Final test")
    quiz = Quiz.objects.create(unit=unit, phase="post", items_a_competency=2)
    for position in (1, 2):
        item = QuizItem.objects.create(
            edition=part.edition,
            competency=competency,
            form="b",
            position=position,
            stem=f"Question {position}",
        )
        QuizOption.objects.create(item=item, position=1, text="Right", is_right=True)
        QuizOption.objects.create(item=item, position=2, text="Wrong")
    return quiz


@pytest.fixture
def enrolment(quiz, judge):
    cohort = CohortFactory(edition=quiz.unit.part.edition, state="running")
    return EnrolmentFactory(cohort=cohort, person=judge.person)


def answers(quiz, right):
    return {item.pk: item.options.get(is_right=index < right).pk for index, item in enumerate(items_of(quiz))}


def test_the_final_test_gives_two_tries_and_the_better_one_counts(quiz, enrolment):
    services.answer_quiz(enrolment=enrolment, quiz=quiz, answers=answers(quiz, 1))
    services.answer_quiz(enrolment=enrolment, quiz=quiz, answers=answers(quiz, 2))

    with pytest.raises(services.NoMoreTriesError):
        services.answer_quiz(enrolment=enrolment, quiz=quiz, answers=answers(quiz, 2))
    assert services.best_attempt(enrolment, quiz).score == 2


def test_an_open_question_is_not_scored_as_wrong(quiz, enrolment):
    with pytest.raises(services.UnansweredError):
        services.answer_quiz(enrolment=enrolment, quiz=quiz, answers={})

    assert not QuizAttempt.objects.exists()


def test_a_judge_answers_in_the_browser_and_reads_the_score(quiz, enrolment, judge, client_of):
    address = reverse("programs:learning:unit", args=[enrolment.public_id, quiz.unit.public_id])
    data = {f"item-{item}": option for item, option in answers(quiz, 2).items()}

    response = client_of(judge).post(address, data, follow=True)

    assert "You had 2 of 2." in response.content.decode()
    assert Progress.objects.get().done_at is not None


def test_nobody_opens_another_person_s_course(enrolment, other_judge, client_of):
    address = reverse("programs:learning:course", args=[enrolment.public_id])

    assert client_of(other_judge).get(address).status_code == 404
