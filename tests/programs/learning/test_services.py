"""Tests of courses, which use the questionnaire engine: question selection, attempts, scoring and publication."""

import pytest
from django.urls import reverse

from assessments.collection import services as collecting
from assessments.collection.errors import UnfinishedError
from assessments.collection.models import Collection, Invitation, Response
from assessments.instruments import choice_lists, phrases
from assessments.instruments.models import Question
from portal.links.services import LinkClosedError
from programs.curriculum import services as curriculum
from programs.curriculum.services import EditionFrozenError
from programs.learning import question_banks, quiz_attempts
from programs.learning.models import Progress, QuestionBank, QuizAttempt, StartedAttempt
from programs.learning.scoring import is_correct
from tests.factories import quizzes as make
from tests.factories.participants import OrganisationFactory
from tests.factories.programs import CohortFactory, EnrolmentFactory
from tests.racing import two_at_once

pytestmark = pytest.mark.django_db
ALL_CORRECT, HALF_CORRECT = {"b1": "yes", "b2": "yes"}, {"b1": "yes", "b2": "no"}


@pytest.fixture
def quiz():
    quiz = make.quiz()
    make.question_bank(quiz)
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
    ("kind", "correct", "answer", "expected"),
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
def test_which_answers_are_correct(kind, correct, answer, expected):
    assert is_correct(kind, correct, answer) is expected


def test_the_final_test_allows_two_attempts_and_the_better_one_counts(quiz, enrolment):
    make.submit(quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz), ALL_CORRECT)
    second = make.submit(quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz), HALF_CORRECT)

    with pytest.raises(quiz_attempts.NoAttemptsLeftError):
        quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    assert (second.number, second.score, second.max_score) == (2, 1, 2)
    assert Progress.objects.get().done_at is not None


def test_an_unfinished_attempt_is_resumed(quiz, enrolment):
    started = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    collecting.save_draft(invitation=started, page=1, language="en", values={("b1", 0): "no"})

    assert quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz) == started
    assert StartedAttempt.objects.count() == 1
    assert not QuizAttempt.objects.exists()


def test_an_unanswered_question_prevents_submission(quiz, enrolment):
    invitation = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)

    with pytest.raises(UnfinishedError):
        make.submit(invitation, {"b1": "yes"})

    assert not QuizAttempt.objects.exists()


def test_questions_that_cannot_be_scored_are_not_selected(quiz, enrolment):
    version = QuestionBank.objects.get().version
    make.question(
        version, quiz.unit.section.edition, "essay", kind="text", rules={"correct_answer": ""}
    )  # as an imported workbook can contain
    quiz.items_per_competency = 3
    quiz.save()

    assert quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz).collection.question_names == [
        "b1",
        "b2",
    ]


def test_answers_to_questions_not_selected_are_ignored(quiz, enrolment):
    version = QuestionBank.objects.get().version
    make.question(version, quiz.unit.section.edition, "before", rules={"test_form": "a"})
    invitation = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)

    attempt = make.submit(invitation, {**ALL_CORRECT, "before": "yes"})

    assert invitation.collection.question_names == ["b1", "b2"]
    assert attempt.answers == ALL_CORRECT
    assert set(Response.objects.get().answers.values_list("question__name", flat=True)) == {"b1", "b2"}


def test_an_attempt_is_submitted_once(quiz, enrolment):
    invitation = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    make.submit(invitation, ALL_CORRECT)

    with pytest.raises(LinkClosedError):
        collecting.submit(invitation=invitation)
    assert QuizAttempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_starts_and_submissions_give_one_attempt_and_one_score(judge):
    quiz = make.quiz()
    make.question_bank(quiz)
    enrolment = EnrolmentFactory(
        cohort=CohortFactory(edition=quiz.unit.section.edition, state="running"), person=judge.person
    )

    invitations = two_at_once(
        *[lambda: quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz) for _n in range(2)]
    )
    collecting.save_draft(
        invitation=invitations[0], page=1, language="en", values={(n, 0): v for n, v in ALL_CORRECT.items()}
    )
    sent = two_at_once(*[lambda: collecting.submit(invitation=invitations[0]) for _n in range(2)])

    assert invitations[0] == invitations[1]
    assert [isinstance(outcome, LinkClosedError) for outcome in sent].count(True) == 1
    assert QuizAttempt.objects.get().score == 2


@pytest.mark.django_db(transaction=True)
def test_concurrent_starts_of_a_class_share_one_collection():
    quiz = make.quiz()
    make.question_bank(quiz)
    cohort = CohortFactory(edition=quiz.unit.section.edition, state="running")
    enrolments = [EnrolmentFactory(cohort=cohort) for _n in range(6)]

    invitations = two_at_once(
        *[
            lambda enrolment=enrolment: quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
            for enrolment in enrolments
        ]
    )

    assert {type(invitation) for invitation in invitations} == {Invitation}
    assert Collection.objects.count() == 1


def test_a_judge_takes_the_test_in_their_language_and_sees_the_score(quiz, enrolment, judge, client_of):
    version = QuestionBank.objects.get().version
    translations = {phrase.key: f"FR {phrase.source}" for phrase in phrases.phrases_of(version, "fr")}
    phrases.write(version, "fr", translations)
    judge.language = "fr"
    judge.save()
    client = client_of(judge)

    started = client.post(unit_of(quiz, enrolment))
    page = client.get(started["Location"])
    pks = dict(Question.objects.values_list("name", "pk"))
    client.post(started["Location"] + "/1", {f"q{pks[name]}": value for name, value in ALL_CORRECT.items()})
    submitted = client.post(started["Location"] + "/submit", follow=True)

    assert "FR Is b1 so?" in text(page)
    assert "decline" not in text(page)
    assert submitted.redirect_chain[-1][0] == unit_of(quiz, enrolment)
    assert "2 sur 2" in text(submitted)
    assert Progress.objects.get().done_at is not None


def test_practice_tests_show_explanations_and_allow_unlimited_attempts(judge, client_of):
    quiz = make.quiz(phase="practice")
    version = make.question_bank(quiz, form="a")
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
    for number in ("11", "12"):
        make.submit(
            quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz),
            {"a1": "no", "a2": "yes", "n": number},
        )

    page = client_of(judge).get(unit_of(quiz, enrolment))

    shown = text(page)
    latest, reviews = page.context["attempts"][0], page.context["reviews"]
    assert (latest.score, latest.max_score) == (2, 3)
    assert "Because of a1." in shown
    assert [(review.given_text, review.correct_text) for review in reviews if not review.is_chosen] == [
        ("12", "12")
    ]
    assert '<form method="post"' in shown


def test_practice_shows_a_ranking_by_its_labels(judge, client_of):
    quiz = make.quiz(phase="practice")
    version = make.question_bank(quiz, questions=0)
    make.question(
        version, quiz.unit.section.edition, "steps", kind="rank", rules={"test_form": "a",
        "correct_answer": "seize copy"},
        choices=[choice_lists.ChoiceLine("copy", "Copy it", {}), choice_lists.ChoiceLine("seize", "Seize it", {})],
    )  # fmt: skip
    cohort = CohortFactory(edition=quiz.unit.section.edition, state="running")
    enrolment = EnrolmentFactory(cohort=cohort, person=judge.person)
    make.submit(quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz), {"steps": "copy seize"})

    page = client_of(judge).get(unit_of(quiz, enrolment))

    shown = text(page)
    review = page.context["reviews"][0]
    assert (review.given_text, review.correct_text) == ("Copy it, Seize it", "Seize it, Copy it")
    assert f"{review.given_text}." in shown
    assert f"{review.correct_text}." in shown
    assert "Because of steps." in shown


def test_a_test_cannot_be_declined_or_delegated(quiz, enrolment, judge, client_of):
    address = client_of(judge).post(unit_of(quiz, enrolment))["Location"]

    assert client_of(judge).post(f"{address}/decline").status_code == 404
    assert client_of(judge).get(f"{address}/delegate").status_code == 404
    assert Invitation.objects.get().state == "invited"


def test_a_test_without_questions_shows_an_error(enrolment, judge, client_of):
    Question.objects.update(test_form="a")
    quiz = enrolment.cohort.edition.sections.get().units.get().quiz

    answer = client_of(judge).post(unit_of(quiz, enrolment))

    assert answer.status_code == 422
    assert str(quiz_attempts.EmptyTestError.message) in text(answer)


def test_a_course_of_another_person_is_not_found(enrolment, other_judge, client_of):
    address = reverse("programs:learning:course", args=[enrolment.public_id])

    assert client_of(other_judge).get(address).status_code == 404


def publish(edition, by):
    owner = OrganisationFactory()
    return curriculum.publish(edition=edition, approved_by=owner, approved_on="2026-01-01", by=by)


def test_publishing_freezes_the_tests_and_the_next_edition_copies_them(quiz, coordinator):
    edition = quiz.unit.section.edition
    published = publish(edition, coordinator)

    version = QuestionBank.objects.get(edition=edition).version
    assert version.is_open
    following = curriculum.create_next_edition(module=published.module, by=coordinator)
    fresh = question_banks.get_or_create_question_bank(edition=following, by=coordinator)
    assert fresh != version
    assert not fresh.is_open
    scored = fresh.questions.filter(test_form="b", correct_answer="yes").exclude(competency=None)
    assert list(scored.values_list("name", flat=True)) == ["b1", "b2"]


@pytest.mark.parametrize(
    ("kind", "correct"),
    [
        ("select_one", "perhaps"),
        ("select_one", "yes no"),
        ("rank", "no"),
        ("integer", "twelve"),
        ("integer", "1.5"),
    ],
)
def test_an_edition_with_unscorable_questions_cannot_be_published(quiz, coordinator, kind, correct):
    Question.objects.filter(name="b2").update(type=kind, correct_answer=correct)
    Question.objects.filter(type="integer").update(choice_list=None)

    with pytest.raises(question_banks.QuizNotReadyError) as raised:
        publish(quiz.unit.section.edition, coordinator)

    assert "“b2”" in str(raised.value)
    quiz.unit.section.edition.refresh_from_db()
    assert quiz.unit.section.edition.state == "draft"


def test_an_edition_with_an_empty_test_cannot_be_published(coordinator):
    quiz = make.quiz()

    with pytest.raises(question_banks.QuizNotReadyError):
        publish(quiz.unit.section.edition, coordinator)


def test_a_published_edition_cannot_get_a_question_bank(coordinator):
    quiz = make.quiz()
    edition = quiz.unit.section.edition
    quiz.unit.delete()
    publish(edition, coordinator)

    with pytest.raises(EditionFrozenError):
        question_banks.get_or_create_question_bank(edition=edition, by=coordinator)


def test_a_coordinator_edits_a_question_with_its_correct_answer(coordinator, client_of):
    quiz = make.quiz()
    edition = quiz.unit.section.edition
    client = client_of(coordinator)
    editor = client.post(reverse("programs:learning:question_bank", args=[edition.public_id]))["Location"]
    typed = {
        "label": "Who decides?", "choices": "judge = The judge\nclerk = The clerk", "correct_answer": "judge",
        "test_form": "anchor", "competency": str(edition.coverage.get().competency_id),
        "explanation": "The law says so.", "required": "yes",
    }  # fmt: skip

    invalid = client.post(
        f"{editor}/questions/add?type=select_one", {**typed, "correct_answer": "usher"}, follow=True
    )
    assert len(invalid.context["errors"]) == 1
    name = Question.objects.get().name
    revision = Question.objects.get().revision
    client.post(f"{editor}/questions/{name}", {**typed, "revision": str(revision), "name": name})

    question = Question.objects.get()
    assert (question.correct_answer, question.test_form) == ("judge", "anchor")
    assert question.competency == edition.coverage.get().competency
    assert question.texts.get().explanation == "The law says so."
    assert client.get(editor).context["errors"] == []


def test_a_test_survives_export_and_import_as_a_workbook(quiz, coordinator, client_of):
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
