"""Registers the reforms package with the shared registries."""

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evaluations.reforms import policies, queries
from evaluations.reforms.models import ReformPlan, ReformStep
from participants.accounts.models import User
from participants.accounts.queries import Role, has_role, may_take_courses
from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.dashboard.action_items import ActionItemQuery, item_builder, register_action_items
from portal.dashboard.panels import register_panel
from portal.dashboard.registry import register_card, register_nav_item
from portal.files import registry as files
from portal.languages.numbers import interpolate
from portal.search import registry as search
from programs.cohorts.models import Enrolment

CONFIRM_WITHIN_DAYS = 14  # days that a graduate waits for confirmation at most


def confirms_steps(user: AnyUser) -> bool:
    return has_role(user, Role.MENTOR, Role.COORDINATOR, Role.ADMINISTRATOR)


def action_items(user: User) -> list[ActionItemQuery]:
    """Steps that the person has to confirm."""
    within = ExpressionWrapper(F("done_on") + timedelta(days=CONFIRM_WITHIN_DAYS), DateTimeField())
    to_confirm = ActionItemQuery(
        queries.steps_to_confirm(user),
        what="title",
        about=Concat("plan__person__full_name", Value(": "), "plan__title"),
        due=within,
        row="plan__public_id",
        build=item_builder(
            lambda step: interpolate(gettext("Confirm step: %(step)s"), step=step),
            page="evaluations:reforms:plan",
            action_label=gettext("Review step"),
        ),
    )
    return [to_confirm]


def own_card(user: User) -> dict[str, Any] | None:
    plan = queries.own_plans(user).first()
    return {"plan": plan, "steps": plan.steps.all()} if plan else None


def may_read_file(user: AnyUser, step: ReformStep) -> bool:
    return ReformPlan.objects.visible_to(user).filter(pk=step.plan_id).exists()


def plans_of_enrolments(_user: AnyUser, enrolments: list[Enrolment]) -> dict[Any, dict[str, Any]]:
    """The reform plan of each completed enrolment, or the link that starts one, for the page of the course."""
    completed = [row for row in enrolments if row.state == Enrolment.State.COMPLETED]
    rows = ReformPlan.objects.filter(
        person__in=[row.person_id for row in completed], cohort__in=[row.cohort_id for row in completed]
    )
    plans = {(row.person_id, row.cohort_id): row for row in rows}
    return {row.pk: {"plan": plans.get((row.person_id, row.cohort_id))} for row in completed}


def register() -> None:
    register_panel("course", "evaluations/reforms/_course_plan.html", plans_of_enrolments, order=30)
    register_nav_item("evaluations:reforms:plans", _("My reform plan"), order=40, test=may_take_courses)
    register_action_items(action_items, test=confirms_steps)
    register_card("evaluations/reforms/_own_card.html", own_card, order=20, test=may_take_courses, aside=True)
    search.register(
        ReformPlan,
        kind=_("Reform plan"),
        page="evaluations:reforms:plan",
    )
    files.register(ReformStep, may_read=may_read_file)
    audit.register(ReformPlan, policies.may_change_stage)
