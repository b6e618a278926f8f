"""Queries on units, tests and progress."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation

from assessments.instruments.models import InstrumentVersion, Question
from assessments.instruments.queries import LocalisedQuestion, Questionnaire
from programs.cohorts.models import Enrolment
from programs.learning.models import Progress, Quiz, QuizAttempt, Unit
from programs.learning.scoring import is_correct


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
        AnswerReview(row, answer, is_correct(row.type, row.question.correct_answer, answer))
        for row in questions.values()
        if row.type not in (Question.Type.GROUP, Question.Type.REPEAT)
        for answer in [attempt.answers.get(row.name, "")]
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
