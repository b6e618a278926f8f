"""What the final test of a course attests: the pass mark of a cohort, and who has passed."""

from decimal import Decimal

from django.db.models import DecimalField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from programs.cohorts.models import Cohort, Enrolment
from programs.learning.models import Progress, Quiz, QuizAttempt
from programs.learning.question_banks import question_bank_of, select_question_names
from programs.learning.scoring import DEFAULT_PASS_SHARE, MIN_QUESTIONS

SHARE = Cast("score", DecimalField(max_digits=12, decimal_places=8)) / F("max_score")
ATTESTING = Q(quiz__phase=Quiz.Phase.POST, max_score__gte=MIN_QUESTIONS)


def pass_share_of(cohort: Cohort) -> Decimal:
    """The share that the final test needs: the cohort's criteria, else the pass mark of its edition's final test."""
    criteria = getattr(cohort, "completion_criteria", None)
    if criteria is not None:
        return Decimal(criteria.quiz_share)
    mark = final_tests(cohort).aggregate(mark=Max("pass_share"))["mark"]
    return Decimal(mark or DEFAULT_PASS_SHARE)


def final_tests(cohort: Cohort) -> QuerySet[Quiz]:
    return Quiz.objects.filter(unit__section__edition=cohort.edition_id, phase=Quiz.Phase.POST)


def is_too_short(quiz: Quiz) -> bool:
    """Whether the test has questions, but too few to attest anything."""
    version = question_bank_of(quiz)
    return version is not None and 0 < len(select_question_names(quiz, version)) < MIN_QUESTIONS


def has_attesting_test(cohort: Cohort) -> bool:
    """Whether the course has a final test with enough questions."""
    return any(not is_too_short(quiz) for quiz in final_tests(cohort).select_related("unit__section"))


def is_passed(attempt: QuizAttempt, share: Decimal) -> bool:
    return attempt.max_score >= MIN_QUESTIONS and attempt.score >= share * attempt.max_score


def completes_unit(attempt: QuizAttempt) -> bool:
    """Whether the attempt completes its unit: a final test that attests something only when it is passed."""
    if attempt.quiz.phase != Quiz.Phase.POST or attempt.max_score < MIN_QUESTIONS:
        return True
    return is_passed(attempt, pass_share_of(attempt.enrolment.cohort))


def update_progress(cohort: Cohort) -> None:
    """Complete the units of final tests by the cohort's present pass mark, or reopen them, in two statements.

    People who have completed the course keep their units.
    """
    share = pass_share_of(cohort)
    best = (
        QuizAttempt.objects.filter(enrolment=OuterRef("enrolment"), quiz__unit=OuterRef("unit"))
        .order_by()
        .values("enrolment")
        .annotate(best=Max(SHARE), most=Max("max_score"))
    )
    rows = Progress.objects.filter(
        enrolment__cohort=cohort, enrolment__state=Enrolment.State.ENROLLED, unit__quiz__phase=Quiz.Phase.POST
    ).annotate(best=Subquery(best.values("best")), most=Subquery(best.values("most")))
    rows = rows.filter(most__gte=MIN_QUESTIONS)
    rows.filter(best__lt=share, done_at__isnull=False).update(done_at=None)
    rows.filter(best__gte=share, done_at=None).update(done_at=timezone.now())
