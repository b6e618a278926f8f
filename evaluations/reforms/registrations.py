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
from portal.dashboard.registry import register_card, register_nav_item
from portal.files import registry as files
from portal.languages.numbers import interpolate
from portal.search import registry as search

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


def register() -> None:
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
