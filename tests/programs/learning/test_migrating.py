"""Questions of tests that were written before tests were questionnaires: nothing of them is lost."""

import importlib

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from programs.learning import quiz_attempts
from programs.learning.models import QuestionBank, Quiz, QuizAttempt
from tests.factories import tests_of_courses as make
from tests.factories.programs import EnrolmentFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def before():
    """The project as it stood then, with the two tables that are gone now."""
    state = MigrationLoader(connection).project_state(("programs", "0006_tests"))
    gone = [state.apps.get_model("programs", name) for name in ("QuizItem", "QuizOption")]
    with connection.schema_editor() as editor:
        for model in gone:
            editor.create_model(model)
    yield state.apps
    with connection.schema_editor() as editor:
        for model in reversed(gone):
            editor.delete_model(model)


def test_items_become_questions_and_attempts_keep_what_was_answered(before):
    quiz = make.quiz(phase="post")
    edition = quiz.unit.part.edition
    item = before.get_model("programs", "QuizItem").objects.create(
        edition_id=edition.pk, competency_id=edition.coverage.get().competency_id, form="b", position=1,
        stem="Who decides?", explanation="The law says so.",
    )  # fmt: skip
    options = [
        item.options.create(position=n, text=text, is_right=n == 2)
        for n, text in ((1, "The clerk"), (2, "The judge"))
    ]
    enrolment = EnrolmentFactory(cohort__edition=edition)
    attempt = QuizAttempt.objects.create(
        enrolment=enrolment, quiz=quiz, answers={str(item.pk): options[0].pk}, score=0, max_score=1
    )
    move = importlib.import_module("programs.migrations.0007_tests_are_questionnaires").move

    move(before, None)

    version = QuestionBank.objects.get(edition=edition).version
    question = version.questions.get()
    assert (question.test_form, question.right, question.competency) == (
        "b",
        "o2",
        edition.coverage.get().competency,
    )
    assert question.texts.get().label == "Who decides?"
    assert question.texts.get().explanation == "The law says so."
    labels = {choice.name: choice.texts.get().label for choice in question.choice_list.choices.all()}
    assert labels == {"o1": "The clerk", "o2": "The judge"}
    attempt.refresh_from_db()
    assert attempt.answers == {question.name: "o1"}
    assert not version.is_open  # its edition is a draft
    again = make.send(
        quiz_attempts.start_attempt(enrolment=enrolment, quiz=Quiz.objects.get()), {question.name: "o2"}
    )
    assert (again.number, again.score) == (2, 1)
