"""Registers the indicators package with the shared registries."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.consultations import registry as secondary_data
from evaluations.indicators import dashboard, policies
from evaluations.indicators.imports import CaseloadReturnImporter, register_messages
from evaluations.indicators.models import CaseloadReturn, Indicator, Observation
from evaluations.indicators.secondary import latest_public
from participants.accounts.queries import Role, has_role, jurisdictions_of
from participants.organisations.models import Court, Jurisdiction
from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.dashboard.panels import register_address
from portal.dashboard.registry import register_card, register_nav_item
from portal.jobs import kinds as jobs
from portal.search import registry as search
from portal.tables.imports import importers as imports
from portal.tables.imports import policies as importing
from portal.tables.models import ImportBatch


def reads_results(user: AnyUser) -> bool:
    return has_role(
        user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FUNDER, Role.EVALUATOR, Role.FOCAL_POINT, Role.MENTOR
    )


def is_focal_point(user: AnyUser) -> bool:
    return bool(jurisdictions_of(user, Role.FOCAL_POINT))


def evaluates(user: AnyUser) -> bool:
    return has_role(user, Role.EVALUATOR)


def jurisdiction_url(jurisdiction: Any) -> str:
    return reverse("evaluations:indicators:jurisdiction", args=[jurisdiction.public_id])


def register() -> None:
    register_address("jurisdiction", jurisdiction_url)
    register_card(
        "evaluations/indicators/_own_courts.html", dashboard.own_courts, order=20, test=is_focal_point
    )
    register_card(
        "evaluations/indicators/_verification.html", dashboard.verification, order=30, test=evaluates
    )
    secondary_data.register("indicators", latest_public)
    imports.register(CaseloadReturnImporter())
    register_messages()
    for name, title in (
        ("imports.stage", _("Read the rows of a file")),
        ("imports.check", _("Check the rows of an import")),
        ("imports.save", _("Save an import")),
        ("imports.undo", _("Undo an import")),
    ):
        jobs.register(name, task="portal.tables.import_rows", title=title)
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
    audit.register(ImportBatch, importing.may_import)
