"""Reads on units, tests and progress that pages share."""

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
    """The questions of the edition's tests; None where nobody has written any."""
    found = (
        QuestionBank.objects.filter(edition=quiz.unit.section.edition_id).select_related("version").first()
    )
    return found.version if found else None


def select_question_names(quiz: Quiz, version: InstrumentVersion) -> list[str]:
    """The names of the questions that this test asks, in order: one query. What cannot be scored is none of them."""
    rows = version.questions.filter(type__in=SCORED).exclude(test_form="").exclude(competency=None)
    pool = [
        BankQuestion(name, competency, form, position)
        for name, competency, form, position in rows.values_list(
            "name", "competency", "test_form", "position"
        )
    ]
    return select_questions(pool, phase=quiz.phase, items_per_competency=quiz.items_per_competency)


def languages_of(version: InstrumentVersion) -> list[str]:
    """Those in which every phrase of the pool stands, the one it was written in first."""
    rows = VersionRows(version)
    others = [code for code, _name in settings.LANGUAGES if code != version.source_language]
    return [version.source_language, *(code for code in others if not count_missing(version, code, rows))]


@dataclass(frozen=True)
class AnswerReview:
    """A question that was answered: what was said and what is right, as codes and in words, and why."""

    asked: LocalisedQuestion
    answer: str
    is_correct: bool

    @property
    def chosen(self) -> list[str]:
        return self.answer.split()

    @property
    def correct_codes(self) -> list[str]:
        return self.asked.question.correct_answer.split()

    @property
    def is_chosen(self) -> bool:
        """Whether each choice is right or not by itself; in an order all are there, and only their places tell."""
        return bool(self.asked.options) and self.asked.type != Question.Type.RANK

    @property
    def given_text(self) -> str:
        return self.asked.format_value(self.answer)

    @property
    def correct_text(self) -> str:
        return self.asked.format_value(self.asked.question.correct_answer)

    @property
    def why(self) -> str:
        return self.asked.texts.explanation if self.asked.texts else ""


def review_answers(attempt: QuizAttempt, version: InstrumentVersion) -> list[AnswerReview]:
    """What was answered in an attempt, in the reader's language."""
    language = translation.get_language() or version.source_language
    asked = Questionnaire(version, language, only=list(attempt.answers) or ["-"]).questions
    return [
        AnswerReview(one, said, is_correct(one.type, one.question.correct_answer, said))
        for one in asked.values()
        if one.type not in (Question.Type.GROUP, Question.Type.REPEAT)
        for said in [attempt.answers.get(one.name, "")]
    ]


@dataclass(frozen=True)
class CourseProgress:
    """How far somebody is: units done of all, and the next. What is asked months later is no section of the course."""

    done: int
    total: int
    next: Unit | None


def course_progress(units: Sequence[tuple[Unit, Progress | None]]) -> CourseProgress:
    own = [(unit, row is not None and row.done_at is not None) for unit, row in units if not _is_later(unit)]
    left = (unit for unit, is_done in own if not is_done)
    return CourseProgress(sum(is_done for _unit, is_done in own), len(own), next(left, None))


def _is_later(unit: Unit) -> bool:
    return unit.kind == Unit.Kind.QUIZ and unit.quiz.phase == Quiz.Phase.RETENTION


def units_with_progress(enrolment: Enrolment) -> list[tuple[Unit, Progress | None]]:
    """Every unit of the cohort's edition in order, with the person's progress: two queries."""
    units = (
        Unit.objects.filter(section__edition=enrolment.cohort.edition_id)
        .select_related("section", "quiz")
        .order_by("section__position", "position")
    )
    progress = {row.unit_id: row for row in Progress.objects.filter(enrolment=enrolment)}
    return [(unit, progress.get(unit.pk)) for unit in units]
