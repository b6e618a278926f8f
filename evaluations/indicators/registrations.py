"""Registers the indicators package with the shared registries."""

from datetime import date
from typing import Any

from django.db.models import Count, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments.consultations import registry as secondary_data
from evaluations.indicators import dashboard, policies
from evaluations.indicators.imports import CaseloadReturnImporter, register_messages
from evaluations.indicators.models import CaseloadReturn, Indicator, Observation
from evaluations.indicators.queries import unverified_for
from evaluations.indicators.secondary import latest_public
from participants.accounts.models import User
from participants.accounts.queries import Role, has_role, is_evaluator, is_focal_point, works_on_programmes
from participants.organisations.models import Court, Jurisdiction
from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.dashboard.action_items import ActionItem, ActionItemQuery, register_action_items
from portal.dashboard.panels import register_address
from portal.dashboard.registry import register_card, register_nav_item
from portal.languages.numbers import interpolate
from portal.search import registry as search
from portal.tables.imports import importers as imports


def reads_results(user: AnyUser) -> bool:
    return has_role(
        user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FUNDER, Role.EVALUATOR, Role.FOCAL_POINT, Role.MENTOR
    )


def action_items(user: User) -> list[ActionItemQuery]:
    """Returns to verify: one item for all, since a court enters many at once."""
    all_returns = (
        unverified_for(user)
        .order_by()
        .annotate(page=Value(None, UUIDField()))
        .values("page")
        .annotate(n=Count("pk"))
    )
    return [
        ActionItemQuery(
            all_returns,
            what="n",
            about=Value(gettext("Entered by someone else")),
            row="page",
            build=_returns_to_verify,
        )
    ]


def _returns_to_verify(_row: str, n: str, about: str, due: date | None) -> ActionItem:
    title = interpolate(
        ngettext("Verify %(n)s caseload return", "Verify %(n)s caseload returns", int(n)), n=int(n)
    )
    url = reverse("evaluations:indicators:returns") + "?state=unverified"
    return ActionItem(title=title, about=about, due=due, url=url, action_label=gettext("View returns"))


def jurisdiction_url(jurisdiction: Any) -> str:
    return reverse("evaluations:indicators:jurisdiction", args=[jurisdiction.public_id])


def register() -> None:
    register_address("jurisdiction", jurisdiction_url)
    register_card(
        "evaluations/indicators/_own_courts.html", dashboard.own_courts, order=20, test=is_focal_point
    )
    register_card(
        "evaluations/indicators/_verification.html", dashboard.verification, order=30, test=is_evaluator
    )
    secondary_data.register("indicators", latest_public)
    imports.register(CaseloadReturnImporter())
    register_messages()
    register_action_items(action_items, test=works_on_programmes)
    register_nav_item(
        "evaluations:indicators:jurisdictions",
        _("Results"),
        order=50,
        test=reads_results,
        prefix="/jurisdictions/",
    )
    search.register(
        Indicator,
        kind=_("Indicator"),
        page="evaluations:indicators:indicator",
    )
    of_place = "evaluations:indicators:jurisdiction"
    search.register(Jurisdiction, kind=_("Jurisdiction"), page=of_place)
    search.register(Court, kind=_("Court"), page=of_place, row="organisation__jurisdiction__public_id")
    audit.register(Indicator, policies.may_define)
    audit.register(CaseloadReturn, policies.may_correct)
    audit.register(Observation, policies.may_correct)
