"""Reads on plans that pages and the home share."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from evaluations.reforms.models import ReformPlan, ReformStep
from participants.accounts.models import User
from programs.cohorts.models import Enrolment

WAITING = Q(steps__done_on__isnull=False, steps__confirmed_by=None)


def _counted(plans: QuerySet[ReformPlan]) -> QuerySet[Any]:
    return plans.select_related("court__organisation", "person", "cohort").annotate(
        step_count=Count("steps"),
        confirmed=Count("steps", filter=Q(steps__confirmed_by__isnull=False)),
        waiting=Count("steps", filter=WAITING),
    )


def own_plans(user: User) -> QuerySet[Any]:
    return _counted(ReformPlan.objects.filter(person__user=user))


def plans_to_accompany(user: User) -> QuerySet[Any]:
    """Plans whose mentor this person is, those with step_count to confirm first."""
    return _counted(ReformPlan.objects.filter(mentor__user=user)).order_by("-waiting", "-pk")


def startable_enrolments(user: User) -> QuerySet[Enrolment]:
    """Courses of the person from which no plan has begun yet."""
    own = ReformPlan.objects.filter(person__user=user)
    return (
        Enrolment.objects.filter(person__user=user)
        .seated()
        .exclude(cohort__in=own.values("cohort"))
        .select_related("cohort")
    )


def actions_to_confirm(user: User) -> QuerySet[ReformStep]:
    """Steps done and not confirmed, in plans that this person accompanies or whose programme they coordinate."""
    visible = ReformPlan.objects.visible_to(user).exclude(person__user=user)
    return (
        ReformStep.objects.filter(plan__in=visible.values("pk"), done_on__isnull=False, confirmed_by=None)
        .select_related("plan__person")
        .order_by("done_on")
    )
