"""Action items and home page cards on programmes, cohorts, courses and funding."""

from typing import Any

from django.db.models import Count, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.accounts.models import User
from participants.accounts.queries import (
    Role,
    has_portal_wide_role,
    is_coordinator,
    jurisdictions_of,
)
from portal.access.users import AnyUser
from portal.dashboard.action_items import ActionItemQuery, item_builder
from portal.languages.numbers import interpolate
from programs.cohorts.models import Cohort, CohortApplication, CohortStaff, Enrolment, Quota
from programs.funding.queries import grants_of
from programs.learning.models import Quiz, Unit
from programs.programmes.models import Programme
from programs.programmes.queries import with_counts
from programs.sessions.models import Session
from programs.sessions.queries import next_sessions

RETENTION = Quiz.Phase.RETENTION  # taken months after the course and not counted as progress
MAX_COHORTS = 20
MAX_PUBLIC_COHORTS = 5


def action_items(user: User) -> list[ActionItemQuery]:
    """Undecided applications, by cohort."""
    submitted = CohortApplication.objects.filter(
        state=CohortApplication.State.SUBMITTED, cohort=OuterRef("pk")
    ).order_by()
    counted = submitted.values("cohort").annotate(n=Count("pk")).values("n")
    rows = Cohort.objects.filter(pk__in=Cohort.objects.coordinated_by(user).values("pk"))
    rows = rows.annotate(undecided=Subquery(counted)).filter(undecided__gt=0)
    to_decide = ActionItemQuery(
        rows.order_by("closes_at", "pk"),
        what="undecided",
        about=F("title"),
        due=F("closes_at"),
        build=item_builder(
            lambda n: interpolate(
                ngettext("Decide on %(n)s application", "Decide on %(n)s applications", int(n)), n=int(n)
            ),
            page="programs:cohorts:applications",
            action_label=_("Review applications"),
            fragment="?state=submitted",
        ),
    )
    return [to_decide]


def open_cohorts(_user: AnyUser) -> dict[str, Any] | None:
    """Courses for the public home page, those that close first."""
    rows = Cohort.objects.in_catalogue().filter(opens_at__lte=timezone.now())
    cohorts = list(rows.select_related("programme").order_by("closes_at", "pk")[:MAX_PUBLIC_COHORTS])
    return {"cohorts": cohorts}


def next_sessions_card(user: User) -> dict[str, Any] | None:
    if not is_coordinator(user):
        return None  # focal points and evaluators have other cards
    rows = next_sessions(Cohort.objects.coordinated_by(user), limit=3)
    return {"sessions": rows} if rows else None


def programmes_card(user: User) -> dict[str, Any] | None:
    rows = with_counts(Programme.objects.visible_to(user)).exclude(state=Programme.State.CLOSED)
    if not has_portal_wide_role(user, "coordinator", "evaluator"):
        watched = Programme.objects.watched_by(user).values("pk")
        rows = rows.filter(Q(pk__in=Programme.objects.worked_on_by(user)) | Q(pk__in=watched))
    listed = list(rows.order_by("title")[:12])
    return {"programmes": listed} if listed else None


def learning_card(user: User) -> dict[str, Any] | None:
    """The next session, courses with progress, and applications; three queries."""
    units = (
        Unit.objects.filter(section__edition=OuterRef("cohort__edition"))
        .exclude(quiz__phase=RETENTION)
        .order_by()
        .values("section__edition")
        .annotate(n=Count("pk"))
    )
    enrolments = list(
        Enrolment.objects.filter(person__user=user)
        .seated()
        .select_related("cohort__programme")
        .annotate(
            done=Count(
                "progress",
                filter=Q(progress__done_at__isnull=False) & ~Q(progress__unit__quiz__phase=RETENTION),
            ),
            total=Coalesce(Subquery(units.values("n")), 0),
        )
        .order_by("-enrolled_at")
    )
    applications = list(
        CohortApplication.objects.filter(person__user=user, state__in=["draft", "submitted", "waiting"])
        .select_related("cohort")
        .order_by("-id")
    )
    upcoming = (
        Session.objects.filter(
            cohort__in=[e.cohort_id for e in enrolments], ends__gt=timezone.now(), cancelled_at=None
        )
        .select_related("cohort")
        .order_by("starts")
        .first()
    )
    return {
        "courses": [{"enrolment": e, "done": e.done, "total": e.total} for e in enrolments],
        "applications": applications,
        "next": upcoming,
        "next_enrolment": next(
            (e for e in enrolments if upcoming and e.cohort_id == upcoming.cohort_id), None
        ),
    }


def teaching_card(user: User) -> dict[str, Any] | None:
    """Cohorts in which the user teaches or mentors."""
    if not hasattr(user, "person"):
        return None
    cohorts = list(
        Cohort.objects.filter(
            pk__in=CohortStaff.objects.in_force().filter(person=user.person).values("cohort")
        )
        .select_related("programme")
        .annotate(first=Min("sessions__starts"), last=Max("sessions__ends"))
        .order_by("-starts")[:8]
    )
    return {"cohorts": cohorts} if cohorts else None


def grants_card(user: AnyUser) -> dict[str, Any] | None:
    """The funder's own contributions by programme; one query."""
    return {"grants": grants_of(user)}


def cohorts_of_jurisdiction_card(user: AnyUser) -> dict[str, Any] | None:
    """Open cohorts with a quota for the jurisdiction, and cohorts with people from it; one query."""
    own, now = jurisdictions_of(user, Role.FOCAL_POINT), timezone.now()
    seated = Enrolment.objects.filter(jurisdiction__in=own).seated()
    quotas = Quota.objects.filter(jurisdiction__in=own)
    rows = (
        Cohort.objects.visible_to(user)
        .select_related("programme")
        .annotate(
            people=Coalesce(_of_cohort(seated, Count("pk")), 0),
            completed=Coalesce(_of_cohort(seated.filter(state=Enrolment.State.COMPLETED), Count("pk")), 0),
            reserved_seats=_of_cohort(quotas, Sum("minimum")),
            max_seats=_of_cohort(quotas, Sum("maximum")),
        )
        .filter(Q(people__gt=0) | Q(state=Cohort.State.OPEN, closes_at__gt=now, reserved_seats__isnull=False))
        .order_by("-starts", "pk")[:MAX_COHORTS]
    )
    cohorts = list(rows)
    open_now = [row for row in cohorts if row.accepts_applications and row.reserved_seats is not None]
    return {
        "open": sorted(open_now, key=lambda row: row.closes_at),
        "attended": [row for row in cohorts if row.people],
        "people": sum(row.people for row in cohorts),
    }


def _of_cohort(rows: QuerySet[Any], expression: Any) -> Subquery:
    counted = rows.filter(cohort=OuterRef("pk")).order_by().values("cohort").annotate(x=expression)
    return Subquery(counted.values("x"), output_field=IntegerField())
