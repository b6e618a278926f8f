"""The result of a test as its page shows it: the best attempt, the pass mark, and what to read again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal

from assessments.competencies.models import Competency
from assessments.instruments.models import Question
from programs.cohorts.models import Enrolment
from programs.learning.final_tests import is_passed, pass_share_of
from programs.learning.models import Quiz, QuizAttempt, Unit
from programs.learning.question_banks import question_bank_of
from programs.learning.scoring import APPROXIMATE_BELOW, MIN_QUESTIONS, is_correct


@dataclass
class CompetencyResult:
    """Correct answers of the last attempt on one competency, and the units that teach it."""

    competency: Competency
    correct: int = 0
    total: int = 0
    units: list[Unit] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return self.correct == self.total


@dataclass(frozen=True)
class QuizResult:
    """`pass_share` is None if the test is not passed or failed, and 0 if the cohort requires no mark."""

    best: QuizAttempt
    pass_share: Decimal | None
    is_too_short: bool
    competencies: list[CompetencyResult]

    @property
    def is_graded(self) -> bool:
        return bool(self.pass_share) and not self.is_too_short

    @property
    def is_passed(self) -> bool:
        return self.is_graded and is_passed(self.best, self.pass_share or Decimal(0))

    @property
    def share(self) -> Decimal:
        return Decimal(self.best.score) / self.best.max_score

    @property
    def needed(self) -> int:
        """The score that the pass mark requires."""
        exact = (self.pass_share or Decimal(0)) * self.best.max_score
        return int(exact.to_integral_value(rounding=ROUND_CEILING))

    @property
    def is_approximate(self) -> bool:
        return self.best.max_score < APPROXIMATE_BELOW

    @property
    def has_reading(self) -> bool:
        return any(not row.is_complete for row in self.competencies)

    @property
    def minutes(self) -> int:
        """The reading time of the units to read again, each counted once."""
        units = {
            unit.pk: unit.minutes for row in self.competencies if not row.is_complete for unit in row.units
        }
        return sum(units.values())


def quiz_result(enrolment: Enrolment, quiz: Quiz, attempts: Sequence[QuizAttempt]) -> QuizResult | None:
    """The result of attempts in descending order of their number; None before the first one."""
    if not attempts:
        return None
    is_final = quiz.phase == Quiz.Phase.POST
    best = max(attempts, key=lambda attempt: (Decimal(attempt.score) / attempt.max_score, attempt.number))
    return QuizResult(
        best=best,
        pass_share=pass_share_of(enrolment.cohort) if is_final else None,
        is_too_short=is_final and best.max_score < MIN_QUESTIONS,
        competencies=_by_competency(quiz, attempts[0])
        if is_final or quiz.phase == Quiz.Phase.PRACTICE
        else [],
    )


def _by_competency(quiz: Quiz, attempt: QuizAttempt) -> list[CompetencyResult]:
    """Lowest share first; three queries."""
    version = question_bank_of(quiz)
    if version is None or not attempt.answers:
        return []
    rows: dict[int, CompetencyResult] = {}
    questions = Question.objects.filter(version=version, name__in=attempt.answers).exclude(competency=None)
    for question in questions.select_related("competency").order_by("position"):
        competency = question.competency
        if competency is None:
            continue
        row = rows.setdefault(competency.pk, CompetencyResult(competency))
        row.total += 1
        row.correct += is_correct(question.type, question.correct_answer, attempt.answers[question.name])
    units = Unit.objects.filter(
        section__edition=quiz.unit.section.edition_id, competencies__competency__in=rows
    ).order_by("section__position", "position")
    for unit in units.distinct().prefetch_related("competencies"):
        for link in unit.competencies.all():
            if link.competency_id in rows:
                rows[link.competency_id].units.append(unit)
    return sorted(rows.values(), key=lambda row: (row.correct / row.total, row.competency.pk))


def failed_units(enrolment: Enrolment) -> set[int]:
    """Ids of the units whose final test was taken and is not passed."""
    rows = QuizAttempt.objects.filter(enrolment=enrolment, quiz__phase=Quiz.Phase.POST)
    open_units = rows.filter(
        quiz__unit__progress__enrolment=enrolment, quiz__unit__progress__done_at__isnull=True
    )
    return set(open_units.values_list("quiz__unit", flat=True))
