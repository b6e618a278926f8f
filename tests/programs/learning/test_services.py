"""Tests of courses on the questionnaire engine: drawn, answered in any language, scored once, counted automatically."""

import pytest
from django.urls import reverse

from assessments.collection import services as collecting
from assessments.collection.errors import UnfinishedError
from assessments.collection.models import Collection, Invitation, Response
from assessments.instruments import editing, phrases
from assessments.instruments.models import Question
from portal.links.services import LinkClosedError
from programs.curriculum import services as curriculum
from programs.curriculum.services import EditionFrozenError
from programs.learning import quiz_attempts
from programs.learning.models import Progress, QuestionBank, QuizAttempt, StartedAttempt
from programs.learning.scoring import is_correct
from tests.factories import tests_of_courses as make
from tests.factories.participants import OrganisationFactory
from tests.factories.programs import CohortFactory, EnrolmentFactory
from tests.racing import two_at_once

pytestmark = pytest.mark.django_db
RIGHT, HALF = {"b1": "yes", "b2": "yes"}, {"b1": "yes", "b2": "no"}


@pytest.fixture
def quiz():
    quiz = make.quiz()
    make.pool(quiz)
    return quiz


@pytest.fixture
def enrolment(quiz, judge):
    cohort = CohortFactory(edition=quiz.unit.section.edition, state="running", languages=["en", "fr"])
    return EnrolmentFactory(cohort=cohort, person=judge.person)


def unit_of(quiz, enrolment) -> str:
    return reverse("programs:learning:unit", args=[enrolment.public_id, quiz.unit.public_id])


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("kind", "right", "answer", "expected"),
    [
        ("select_one", "yes", "yes", True),
        ("select_one", "yes", "", False),
        ("select_multiple", "a c", "c a", True),
        ("select_multiple", "a c", "a", False),
        ("rank", "a b c", "a c b", False),
        ("integer", "12", "12", True),
        ("decimal", "3.5", "3.50", True),
        ("decimal", "3.5", "no number", False),
    ],
)
def test_what_is_right(kind, right, answer, expected):
    assert is_correct(kind, right, answer) is expected


def test_the_final_test_gives_two_tries_and_the_better_one_counts(quiz, enrolment):
    make.send(quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz), RIGHT)
    second = make.send(quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz), HALF)

    with pytest.raises(quiz_attempts.NoAttemptsLeftError):
        quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    assert (second.number, second.score, second.max_score) == (2, 1, 2)
    assert quiz_attempts.best_attempt(enrolment, quiz).score == 2
    assert Progress.objects.get().done_at is not None


def test_a_test_that_was_begun_goes_on_where_it_was_left(quiz, enrolment):
    begun = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    collecting.save_draft(invitation=begun, page=1, language="en", values={("b1", 0): "no"})

    assert quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz) == begun
    assert StartedAttempt.objects.count() == 1
    assert not QuizAttempt.objects.exists()


def test_an_open_question_is_not_scored_as_wrong(quiz, enrolment):
    sheet = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)

    with pytest.raises(UnfinishedError):
        make.send(sheet, {"b1": "yes"})

    assert not QuizAttempt.objects.exists()


def test_what_nobody_can_score_is_not_asked_in_a_test(quiz, enrolment):
    version = QuestionBank.objects.get().version
    make.question(
        version, quiz.unit.section.edition, "essay", kind="text", rules={"correct_answer": ""}
    )  # by a workbook
    quiz.items_per_competency = 3
    quiz.save()

    assert quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz).collection.question_names == [
        "b1",
        "b2",
    ]


def test_what_was_not_drawn_is_not_taken(quiz, enrolment):
    version = QuestionBank.objects.get().version
    make.question(version, quiz.unit.section.edition, "before", rules={"test_form": "a"})
    sheet = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)

    attempt = make.send(sheet, {**RIGHT, "before": "yes"})

    assert sheet.collection.question_names == ["b1", "b2"]
    assert attempt.answers == RIGHT
    assert set(Response.objects.get().answers.values_list("question__name", flat=True)) == {"b1", "b2"}


def test_a_sheet_is_sent_once(quiz, enrolment):
    sheet = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    make.send(sheet, RIGHT)

    with pytest.raises(LinkClosedError):
        collecting.submit(invitation=sheet)
    assert QuizAttempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_hands_get_one_sheet_and_one_score(judge):
    quiz = make.quiz()
    make.pool(quiz)
    enrolment = EnrolmentFactory(
        cohort=CohortFactory(edition=quiz.unit.section.edition, state="running"), person=judge.person
    )

    sheets = two_at_once(
        *[lambda: quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz) for _n in range(2)]
    )
    collecting.save_draft(
        invitation=sheets[0], page=1, language="en", values={(n, 0): v for n, v in RIGHT.items()}
    )
    sent = two_at_once(*[lambda: collecting.submit(invitation=sheets[0]) for _n in range(2)])

    assert sheets[0] == sheets[1]
    assert [isinstance(one, LinkClosedError) for one in sent].count(True) == 1
    assert QuizAttempt.objects.get().score == 2


@pytest.mark.django_db(transaction=True)
def test_a_whole_class_that_begins_at_once_shares_one_set_of_sheets():
    quiz = make.quiz()
    make.pool(quiz)
    cohort = CohortFactory(edition=quiz.unit.section.edition, state="running")
    enrolments = [EnrolmentFactory(cohort=cohort) for _n in range(6)]

    sheets = two_at_once(
        *[lambda one=one: quiz_attempts.start_attempt(enrolment=one, quiz=quiz) for one in enrolments]
    )

    assert {type(sheet) for sheet in sheets} == {Invitation}
    assert Collection.objects.count() == 1


def test_a_judge_answers_in_their_language_and_reads_the_score(quiz, enrolment, judge, client_of):
    version = QuestionBank.objects.get().version
    words = {phrase.key: f"FR {phrase.source}" for phrase in phrases.phrases_of(version, "fr")}
    phrases.write(version, "fr", words)
    judge.language = "fr"
    judge.save()
    client = client_of(judge)

    asked = client.post(unit_of(quiz, enrolment))
    page = client.get(asked["Location"])
    pks = dict(Question.objects.values_list("name", "pk"))
    client.post(asked["Location"] + "/1", {f"q{pks[name]}": value for name, value in RIGHT.items()})
    sent = client.post(asked["Location"] + "/send", follow=True)

    assert "FR Is b1 so?" in text(page)
    assert "decline" not in text(page)
    assert sent.redirect_chain[-1][0] == unit_of(quiz, enrolment)
    assert "2 sur 2" in text(sent)
    assert Progress.objects.get().done_at is not None


def test_practice_explains_and_counts_no_tries(judge, client_of):
    quiz = make.quiz(phase="practice")
    version = make.pool(quiz, form="a")
    make.question(
        version,
        quiz.unit.section.edition,
        "n",
        kind="integer",
        rules={"test_form": "anchor", "correct_answer": "12"},
    )
    quiz.items_per_competency = 3
    quiz.save()
    enrolment = EnrolmentFactory(
        cohort=CohortFactory(edition=quiz.unit.section.edition, state="running"), person=judge.person
    )
    for said in ("11", "12"):
        make.send(
            quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz), {"a1": "no", "a2": "yes", "n": said}
        )

    shown = text(client_of(judge).get(unit_of(quiz, enrolment)))

    assert "You had 2 of 3." in shown
    assert "Because of a1." in shown
    assert "You answered 12; 12 is right." in shown
    assert "Take test again" in shown


def test_practice_tells_an_order_as_a_whole_in_its_words(judge, client_of):
    quiz = make.quiz(phase="practice")
    version = make.pool(quiz, questions=0)
    make.question(
        version, quiz.unit.section.edition, "steps", kind="rank", rules={"test_form": "a",
        "correct_answer": "seize copy"},
        choices=[editing.ChoiceLine("copy", "Copy it", {}), editing.ChoiceLine("seize", "Seize it", {})],
    )  # fmt: skip
    cohort = CohortFactory(edition=quiz.unit.section.edition, state="running")
    enrolment = EnrolmentFactory(cohort=cohort, person=judge.person)
    make.send(quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz), {"steps": "copy seize"})

    shown = text(client_of(judge).get(unit_of(quiz, enrolment)))

    assert "You answered Copy it, Seize it; Seize it, Copy it is right." in shown
    assert "Because of steps." in shown


def test_a_test_concerns_whoever_sits_it_and_nobody_else_may_be_named(quiz, enrolment, judge, client_of):
    address = client_of(judge).post(unit_of(quiz, enrolment))["Location"]

    assert client_of(judge).post(f"{address}/decline").status_code == 404
    assert client_of(judge).get(f"{address}/pass-on").status_code == 404
    assert Invitation.objects.get().state == "invited"


def test_a_test_without_questions_says_so(enrolment, judge, client_of):
    Question.objects.update(test_form="a")
    quiz = enrolment.cohort.edition.sections.get().units.get().quiz

    answer = client_of(judge).post(unit_of(quiz, enrolment))

    assert answer.status_code == 422
    assert "This test has no questions." in text(answer)


def test_nobody_opens_another_person_s_course(enrolment, other_judge, client_of):
    address = reverse("programs:learning:course", args=[enrolment.public_id])

    assert client_of(other_judge).get(address).status_code == 404


def publish(edition, by):
    owner = OrganisationFactory()
    return curriculum.publish(edition=edition, approved_by=owner, approved_on="2026-01-01", by=by)


def test_an_edition_freezes_its_tests_and_the_next_begins_with_them(quiz, coordinator):
    edition = quiz.unit.section.edition
    published = publish(edition, coordinator)

    version = QuestionBank.objects.get(edition=edition).version
    assert version.is_open
    following = curriculum.create_next_edition(module=published.module, by=coordinator)
    fresh = quiz_attempts.get_or_create_question_bank(edition=following, by=coordinator)
    assert fresh != version
    assert not fresh.is_open
    asked = fresh.questions.filter(test_form="b", correct_answer="yes").exclude(competency=None)
    assert list(asked.values_list("name", flat=True)) == ["b1", "b2"]


@pytest.mark.parametrize(
    ("kind", "right"),
    [
        ("select_one", "perhaps"),
        ("select_one", "yes no"),
        ("rank", "no"),
        ("integer", "twelve"),
        ("integer", "1.5"),
    ],
)
def test_an_edition_is_not_published_with_a_test_that_nobody_can_score(quiz, coordinator, kind, right):
    Question.objects.filter(name="b2").update(type=kind, correct_answer=right)
    Question.objects.filter(type="integer").update(choice_list=None)

    with pytest.raises(quiz_attempts.QuizNotReadyError) as refused:
        publish(quiz.unit.section.edition, coordinator)

    assert "“b2”" in str(refused.value)
    quiz.unit.section.edition.refresh_from_db()
    assert quiz.unit.section.edition.state == "draft"


def test_an_edition_is_not_published_with_a_test_that_asks_nothing(coordinator):
    quiz = make.quiz()

    with pytest.raises(quiz_attempts.QuizNotReadyError):
        publish(quiz.unit.section.edition, coordinator)


def test_a_published_edition_gets_no_tests_afterwards(coordinator):
    quiz = make.quiz()
    edition = quiz.unit.section.edition
    quiz.unit.delete()
    publish(edition, coordinator)

    with pytest.raises(EditionFrozenError):
        quiz_attempts.get_or_create_question_bank(edition=edition, by=coordinator)


def test_a_coordinator_writes_a_question_with_what_is_right_in_the_editor(coordinator, client_of):
    quiz = make.quiz()
    edition = quiz.unit.section.edition
    client = client_of(coordinator)
    editor = client.post(reverse("programs:learning:question_bank", args=[edition.public_id]))["Location"]
    typed = {
        "label": "Who decides?", "choices": "judge = The judge\nclerk = The clerk", "correct_answer": "judge",
        "test_form": "anchor", "competency": str(edition.coverage.get().competency_id),
        "explanation": "The law says so.", "required": "yes",
    }  # fmt: skip

    faulty = client.post(
        f"{editor}/questions/add?type=select_one", {**typed, "correct_answer": "usher"}, follow=True
    )
    assert "not among its choices" in text(faulty)
    name = Question.objects.get().name
    revision = Question.objects.get().revision
    client.post(f"{editor}/questions/{name}", {**typed, "revision": str(revision), "name": name})

    question = Question.objects.get()
    assert (question.correct_answer, question.test_form) == ("judge", "anchor")
    assert question.competency == edition.coverage.get().competency
    assert question.texts.get().explanation == "The law says so."
    assert "not among its choices" not in text(client.get(editor))


def test_a_test_goes_out_as_a_workbook_and_in_again_with_what_is_right(quiz, coordinator, client_of):
    version = QuestionBank.objects.get().version
    address = reverse("assessments:instruments:version", args=[version.public_id])
    client = client_of(coordinator)
    before = list(
        version.questions.values_list(
            "name", "correct_answer", "test_form", "competency", "texts__explanation"
        )
    )
    book = client.get(f"{address}/xlsform.xlsx").content
    version.questions.all().delete()

    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("test.xlsx", book)
    client.post(f"{address}/import", {"file": upload, "store": "1"})

    after = version.questions.values_list(
        "name", "correct_answer", "test_form", "competency", "texts__explanation"
    )
    assert list(after) == before
    assert len(before) == 2
