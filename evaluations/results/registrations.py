"""Registers the results package with the shared registries."""

from typing import Any

from django.db.models import Case, F, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evaluations.results import dashboard, policies, queries
from evaluations.results.models import Milestone, MilestoneEvidence, Result, ResultsFramework, Target
from participants.accounts.models import User
from participants.accounts.queries import is_evaluator, is_focal_point, works_on_programmes
from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.dashboard.action_items import ActionItemQuery, item_builder, register_action_items
from portal.dashboard.panels import register_address, register_panel
from portal.dashboard.registry import register_card
from portal.files import registry as files
from portal.languages.numbers import interpolate
from portal.search import registry as search


def action_items(user: User) -> list[ActionItemQuery]:
    """Evidence to confirm, with the court, because the same milestone may exist for many courts."""
    named = Concat(Value(", "), "milestone__court__organisation__name")
    court = Case(When(milestone__court__isnull=False, then=named), default=Value(""))
    to_confirm = ActionItemQuery(
        queries.evidence_to_confirm(user).order_by("milestone__due_on", "pk"),
        what="title",
        about=Concat("milestone__title", court),
        due=F("milestone__due_on"),
        row="milestone__public_id",
        build=item_builder(
            lambda title: interpolate(gettext("Confirm evidence: %(title)s"), title=title),
            page="evaluations:results:milestone",
            action_label=gettext("Review evidence"),
        ),
    )
    return [to_confirm]


def results_of_needs(user: AnyUser, needs: list[Any]) -> dict[Any, dict[str, Any]]:
    """Results that address each training need, as far as the user may see them."""
    panels: dict[Any, dict[str, Any]] = {}
    seen = Result.objects.visible_to(user).filter(training_need__in=needs)
    for result in seen.select_related("framework__programme"):
        panels.setdefault(result.training_need_id, {"results": []})["results"].append(result)
    return panels


def framework_url(programme: Any) -> str:
    return reverse("evaluations:results:framework", args=[programme.public_id])


def register() -> None:
    register_panel("training_need", "evaluations/results/_need_results.html", results_of_needs, order=20)
    register_address("results_framework", framework_url)
    files.register(MilestoneEvidence, may_read=policies.may_read_evidence)
    audit.register(Milestone, policies.may_plan_milestone)
    audit.register(Result, policies.may_plan_result)
    audit.register(Target, policies.may_plan_target)
    audit.register(ResultsFramework, lambda user, row: policies.may_plan(user, row.programme))
    search.register(
        Milestone,
        kind=_("Milestone"),
        page="evaluations:results:milestone",
    )
    register_action_items(action_items, test=works_on_programmes)
    register_card(
        "evaluations/results/_owned_milestones.html",
        dashboard.owned_milestones,
        order=35,
        test=is_focal_point,
    )
    register_card(
        "evaluations/results/_recent_verifications.html",
        dashboard.recent_verifications,
        order=60,
        test=is_evaluator,
    )
