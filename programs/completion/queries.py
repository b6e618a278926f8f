"""Completion criteria and the progress of all people of a cohort, in a constant number of queries."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from programs.cohorts.models import Cohort, Enrolment
from programs.completion.models import CompletionCriteria
from programs.completion.rules import CompletionProgress, Criteria
from programs.learning.final_tests import ATTESTING, SHARE, has_attesting_test, pass_share_of
from programs.learning.models import Progress, Quiz, QuizAttempt, Unit
from programs.sessions.models import Attendance, Session


def criteria_for(cohort: Cohort) -> Criteria:
    """The cohort's criteria; by default those of the portal, with the pass mark of the edition's final test."""
    row = CompletionCriteria.objects.filter(cohort=cohort).first()
    if row is None:
        row = CompletionCriteria(quiz_share=pass_share_of(cohort))
    return Criteria(Decimal(row.attendance_share), Decimal(row.quiz_share), row.all_units)


def completion_progress(cohort: Cohort, enrolments: list[Enrolment]) -> dict[int, CompletionProgress]:
    """Enrolment id -> progress. Three queries, whatever the number of people."""
    now = timezone.now()
    sessions = list(
        Session.objects.filter(cohort=cohort, cancelled_at=None).exclude(
            delivery_mode=Session.DeliveryMode.SELF_PACED
        )
    )
    held = [session for session in sessions if session.ends <= now]
    units = units_that_count(cohort).aggregate(total=Count("pk", distinct=True))
    has_final_test = has_attesting_test(cohort)
    ids = [enrolment.pk for enrolment in enrolments]
    rows = Enrolment.objects.filter(pk__in=ids).values_list(
        "pk",
        _of_enrolment(Attendance.objects.filter(session__in=held), Sum("minutes")),
        _of_enrolment(
            Progress.objects.filter(unit__in=units_that_count(cohort), done_at__isnull=False), Count("pk")
        ),
        _of_enrolment(QuizAttempt.objects.filter(ATTESTING), Max(SHARE)),
    )
    minutes_held = sum(session.minutes for session in held)
    return {
        pk: CompletionProgress(
            minutes_attended=minutes or 0,
            minutes_held=minutes_held,
            sessions_to_come=len(sessions) - len(held),
            units_done=done or 0,
            units_total=units["total"],
            quiz_share=best,
            has_final_test=has_final_test,
        )
        for pk, minutes, done, best in rows
    }


def units_that_count(cohort: Cohort) -> QuerySet[Unit]:
    """All units but retention tests, which are taken months after the course."""
    return Unit.objects.filter(section__edition=cohort.edition_id).exclude(quiz__phase=Quiz.Phase.RETENTION)


def _of_enrolment(rows: QuerySet[Any], total: Any) -> Subquery:
    """`total` over the rows of the outer enrolment; null if there are none."""
    mine = rows.filter(enrolment=OuterRef("pk")).order_by().values("enrolment")
    return Subquery(mine.annotate(total=total).values("total"))
