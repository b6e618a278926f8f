"""Queries for reform plans, used by pages and the home page."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from evaluations.reforms.models import ReformPlan, ReformStep
from participants.accounts.models import User
from programs.cohorts.models import Enrolment

TO_CONFIRM = Q(steps__done_on__isnull=False, steps__confirmed_by=None)


def _counted(plans: QuerySet[ReformPlan]) -> QuerySet[Any]:
    return plans.select_related("court__organisation", "person", "cohort").annotate(
        step_count=Count("steps"),
        confirmed=Count("steps", filter=Q(steps__confirmed_by__isnull=False)),
        to_confirm=Count("steps", filter=TO_CONFIRM),
    )


def own_plans(user: User) -> QuerySet[Any]:
    return _counted(ReformPlan.objects.filter(person__user=user))


def mentored_plans(user: User) -> QuerySet[Any]:
    """Plans that the person mentors, those with steps to confirm first."""
    return _counted(ReformPlan.objects.filter(mentor__user=user)).order_by("-to_confirm", "-pk")


def startable_enrolments(user: User) -> QuerySet[Enrolment]:
    """Enrolments of the person for whose cohort there is no plan yet."""
    own = ReformPlan.objects.filter(person__user=user)
    return (
        Enrolment.objects.filter(person__user=user)
        .seated()
        .exclude(cohort__in=own.values("cohort"))
        .select_related("cohort")
    )


def steps_to_confirm(user: User) -> QuerySet[ReformStep]:
    """Steps to confirm in plans that the person mentors or whose programme they coordinate."""
    visible = ReformPlan.objects.visible_to(user).exclude(person__user=user)
    return (
        ReformStep.objects.filter(plan__in=visible.values("pk"), done_on__isnull=False, confirmed_by=None)
        .select_related("plan__person")
        .order_by("done_on")
    )
