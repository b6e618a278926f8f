"""Queries on units, tests and progress."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from assessments.instruments.models import InstrumentVersion, Question
from assessments.instruments.phrases import count_missing
from assessments.instruments.queries import LocalisedQuestion, Questionnaire, VersionRows
from assessments.instruments.validation import SCORED
from programs.cohorts.models import Enrolment
from programs.learning.blueprint import BankQuestion, select_questions
from programs.learning.models import Progress, QuestionBank, Quiz, QuizAttempt, Unit
from programs.learning.scoring import is_correct


def question_bank_of(quiz: Quiz) -> InstrumentVersion | None:
    """The question bank of the test's edition, or None."""
    found = (
        QuestionBank.objects.filter(edition=quiz.unit.section.edition_id).select_related("version").first()
    )
    return found.version if found else None


def select_question_names(quiz: Quiz, version: InstrumentVersion) -> list[str]:
    """The names of the questions of this test, in order; one query. Questions that cannot be scored are skipped."""
    rows = version.questions.filter(type__in=SCORED).exclude(test_form="").exclude(competency=None)
    bank = [
        BankQuestion(name, competency, form, position)
        for name, competency, form, position in rows.values_list(
            "name", "competency", "test_form", "position"
        )
    ]
    return select_questions(bank, phase=quiz.phase, items_per_competency=quiz.items_per_competency)


def languages_of(version: InstrumentVersion) -> list[str]:
    """The languages in which the question bank is complete, the source language first."""
    rows = VersionRows(version)
    others = [code for code, _name in settings.LANGUAGES if code != version.source_language]
    return [version.source_language, *(code for code in others if not count_missing(version, code, rows))]


@dataclass(frozen=True)
class AnswerReview:
    """A question with the given and the correct answer, as codes and as text, and the explanation."""

    question: LocalisedQuestion
    answer: str
    is_correct: bool

    @property
    def chosen(self) -> list[str]:
        return self.answer.split()

    @property
    def correct_codes(self) -> list[str]:
        return self.question.question.correct_answer.split()

    @property
    def is_chosen(self) -> bool:
        """Whether each option is correct or not; in a ranking question only the order is."""
        return bool(self.question.options) and self.question.type != Question.Type.RANK

    @property
    def given_text(self) -> str:
        return self.question.format_value(self.answer)

    @property
    def correct_text(self) -> str:
        return self.question.format_value(self.question.question.correct_answer)

    @property
    def why(self) -> str:
        return self.question.texts.explanation if self.question.texts else ""


def review_answers(attempt: QuizAttempt, version: InstrumentVersion) -> list[AnswerReview]:
    """The questions and answers of an attempt, in the active language."""
    language = translation.get_language() or version.source_language
    questions = Questionnaire(version, language, only=list(attempt.answers) or ["-"]).questions
    return [
        AnswerReview(one, answer, is_correct(one.type, one.question.correct_answer, answer))
        for one in questions.values()
        if one.type not in (Question.Type.GROUP, Question.Type.REPEAT)
        for answer in [attempt.answers.get(one.name, "")]
    ]


@dataclass(frozen=True)
class CourseProgress:
    """The number of completed units and of all units, without retention tests, and the next unit."""

    done: int
    total: int
    next: Unit | None


def course_progress(units: Sequence[tuple[Unit, Progress | None]]) -> CourseProgress:
    counted = [
        (unit, row is not None and row.done_at is not None)
        for unit, row in units
        if not _is_retention_test(unit)
    ]
    remaining = (unit for unit, is_done in counted if not is_done)
    return CourseProgress(sum(is_done for _unit, is_done in counted), len(counted), next(remaining, None))


def _is_retention_test(unit: Unit) -> bool:
    return unit.kind == Unit.Kind.QUIZ and unit.quiz.phase == Quiz.Phase.RETENTION


def units_with_progress(enrolment: Enrolment) -> list[tuple[Unit, Progress | None]]:
    """The units of the cohort's edition in order, with the person's progress; two queries."""
    units = (
        Unit.objects.filter(section__edition=enrolment.cohort.edition_id)
        .select_related("section", "quiz")
        .order_by("section__position", "position")
    )
    progress = {row.unit_id: row for row in Progress.objects.filter(enrolment=enrolment)}
    return [(unit, progress.get(unit.pk)) for unit in units]
