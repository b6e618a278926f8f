"""Where every person of a cohort stands, in a constant number of queries."""

from decimal import Decimal

from django.db.models import Count, DecimalField, F, Max, Sum
from django.db.models.functions import Cast
from django.utils import timezone

from programs.cohorts.models import Cohort, Enrolment
from programs.completion.models import CompletionRule
from programs.completion.rules import Rule, Standing
from programs.learning.models import Progress, Quiz, QuizAttempt, Unit
from programs.sessions.models import Attendance, Session


def rule_of(cohort: Cohort) -> Rule:
    """The cohort's stated rule; the portal's default where none was stated."""
    row = CompletionRule.objects.filter(cohort=cohort).first() or CompletionRule()
    return Rule(Decimal(row.attendance_share), Decimal(row.quiz_share), row.all_units)


def standings_of(cohort: Cohort, enrolments: list[Enrolment]) -> dict[int, Standing]:
    """Enrolment id -> standing. Six queries, whatever the number of people."""
    now = timezone.now()
    sessions = list(
        Session.objects.filter(cohort=cohort, cancelled_at=None).exclude(form=Session.Form.SELF_PACED)
    )
    held = [session for session in sessions if session.ends <= now]
    ids = [enrolment.pk for enrolment in enrolments]
    minutes = dict(
        Attendance.objects.filter(enrolment__in=ids, session__in=held)
        .values_list("enrolment")
        .annotate(total=Sum("minutes"))
        .values_list("enrolment", "total")
    )
    unit_total = Unit.objects.filter(part__edition=cohort.edition_id).count()
    done = dict(
        Progress.objects.filter(
            enrolment__in=ids, unit__part__edition=cohort.edition_id, done_at__isnull=False
        )
        .values_list("enrolment")
        .annotate(total=Count("id"))
        .values_list("enrolment", "total")
    )
    share = Cast("score", DecimalField(max_digits=12, decimal_places=8)) / F("max_score")
    best = dict(
        QuizAttempt.objects.filter(enrolment__in=ids, quiz__phase=Quiz.Phase.POST)
        .values_list("enrolment")
        .annotate(best=Max(share))
        .values_list("enrolment", "best")
    )
    has_final = Quiz.objects.filter(unit__part__edition=cohort.edition_id, phase=Quiz.Phase.POST).exists()
    minutes_held = sum(session.minutes for session in held)
    return {
        pk: Standing(
            minutes_attended=minutes.get(pk, 0),
            minutes_held=minutes_held,
            sessions_to_come=len(sessions) - len(held),
            units_done=done.get(pk, 0),
            units_total=unit_total,
            quiz_share=best.get(pk),
            has_final_test=has_final,
        )
        for pk in ids
    }
