"""Registers the results package with the shared registries."""

from typing import Any

from django.db.models import Case, Count, DateField, QuerySet, TextField, UUIDField, Value, When
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from evaluations.indicators.queries import unverified_for
from evaluations.results import dashboard, policies, queries
from evaluations.results.models import Milestone, MilestoneEvidence, Result, ResultsFramework, Target
from participants.accounts.models import User
from participants.accounts.queries import Role, has_role
from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.dashboard.panels import register_address, register_panel
from portal.dashboard.registry import ActionItem, register_action_item_list, register_card
from portal.files import registry as files
from portal.search import registry as search
from portal.tables.models import ImportBatch

SHOWN = 12


def handles_figures(user: AnyUser) -> bool:
    """Whether the user enters or verifies figures."""
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FOCAL_POINT, Role.EVALUATOR)


def is_focal_point(user: AnyUser) -> bool:
    return has_role(user, Role.FOCAL_POINT)


def is_evaluator(user: AnyUser) -> bool:
    return has_role(user, Role.EVALUATOR)


def action_items(user: User) -> list[ActionItem]:
    """Evidence to confirm, returns to verify (one item for all) and unfinished imports. One query for the three."""
    imports = ImportBatch.objects.filter(by=user, state__in=["mapping", "staging", "preview"])
    returns = unverified_for(user).order_by().annotate(kind=_constant("returns")).values("kind")
    evidence = queries.evidence_to_confirm(user).annotate(about=_milestone_and_court())
    found = _rows_of(evidence, "evidence", "title", "about", "milestone").union(
        _rows_of(imports, "import", "file_name", "state", ""),
        returns.annotate(
            n=Count("pk"), about=_constant(""), public_id=Value(None, UUIDField()), due=_no_date()
        ).values_list("kind", Cast("n", TextField()), "about", "public_id", "due"),
        all=True,
    )
    return [_action_item(*line) for line in found[:SHOWN]]


def _milestone_and_court() -> Concat:
    """Add the court, because the same milestone may exist for many courts."""
    named = Concat(Value(", "), "milestone__court__organisation__name")
    court = Case(When(milestone__court__isnull=False, then=named), default=Value(""))
    return Concat("milestone__title", court)


def _constant(words: str) -> Cast:
    return Cast(Value(words), TextField())


def _no_date() -> Cast:
    return Cast(Value(None), DateField())


def _rows_of(rows: QuerySet[Any], kind: str, title: str, about: str, owner: str) -> QuerySet[Any, Any]:
    public_id, due = (f"{owner}__public_id", f"{owner}__due_on") if owner else ("public_id", _no_date())
    return rows.order_by().values_list(
        _constant(kind), Cast(title, TextField()), Cast(about, TextField()), public_id, due
    )


def _action_item(kind: str, title: str, about: str, public_id: Any, due: Any) -> ActionItem:
    if kind == "evidence":
        text = gettext("Confirm evidence: %(title)s") % {"title": title}
        url = reverse("evaluations:results:milestone", args=[public_id])
        return ActionItem(title=text, about=about, due=due, url=url, action_label=gettext("Review evidence"))
    if kind == "import":
        state = str(ImportBatch.State(about).label)
        url = reverse("imports:batch", args=[public_id])
        return ActionItem(
            title=gettext("Finish an import"),
            about=f"{title}: {state}",
            url=url,
            action_label=gettext("Continue"),
        )
    n = int(title)
    text = ngettext("Verify %(n)s caseload return", "Verify %(n)s caseload returns", n) % {"n": n}
    url = reverse("evaluations:indicators:returns") + "?state=unverified"
    return ActionItem(
        title=text, about=gettext("Entered by someone else"), url=url, action_label=gettext("View returns")
    )


def results_of_needs(user: AnyUser, needs: list[Any]) -> dict[Any, dict[str, Any]]:
    """Results that address each training need, as far as the user may see them."""
    found: dict[Any, dict[str, Any]] = {}
    seen = Result.objects.visible_to(user).filter(training_need__in=needs)
    for result in seen.select_related("framework__programme"):
        found.setdefault(result.training_need_id, {"results": []})["results"].append(result)
    return found


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
    register_action_item_list(action_items, test=handles_figures)
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
