"""Who may read, enter and verify court figures."""

from typing import Any

from evaluations.indicators.models import CaseloadReturn, Indicator, Observation
from participants.accounts.queries import (
    Role,
    has_portal_wide_role,
    has_role,
    jurisdictions_of,
    organisations_of,
)
from participants.organisations.models import Court, Jurisdiction
from portal.access.policies import may_view_chain


def may_read(user: Any, _row: Any = None) -> bool:
    return may_view_chain(user)


def may_read_indicator(user: Any, indicator: Indicator | None = None) -> bool:
    """Public definitions are open to everyone; `visible_to` keeps back the rest."""
    return indicator is None or indicator.is_public or may_view_chain(user)


def may_define(user: Any, _indicator: Indicator | None = None) -> bool:
    """Coordinators and administrators write reference sheets."""
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR)


def may_enter(user: Any, jurisdiction: Jurisdiction | None = None) -> bool:
    """Coordinators, and focal points for their own jurisdiction."""
    if has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR):
        return True
    if jurisdiction is None:
        return has_role(user, Role.FOCAL_POINT)
    return jurisdiction.pk in jurisdictions_of(user, Role.FOCAL_POINT)


def may_enter_for(user: Any, court: Court | None) -> bool:
    """As `may_enter`, for the court's jurisdiction, or by a focal point of the court itself."""
    if court is None:
        return may_enter(user)
    if may_enter(user, court.organisation.jurisdiction):
        return True
    return court.organisation_id in organisations_of(user, Role.FOCAL_POINT)


def may_correct(user: Any, row: CaseloadReturn | Observation) -> bool:
    if row.court_id is not None:
        return may_enter_for(user, row.court)
    return may_enter(user, getattr(row, "jurisdiction", None))


def may_verify(user: Any, row: CaseloadReturn | Observation | None = None) -> bool:
    """Another hand than the one that entered the figures; evaluators may too."""
    allowed = has_portal_wide_role(user, Role.EVALUATOR) or (
        may_enter(user) if row is None else may_correct(user, row)
    )
    return allowed and (row is None or row.entered_by_id != user.pk)


def may_enter_value(user: Any, _indicator: Indicator | None = None) -> bool:
    """Whoever may enter figures for some place; the form offers only those places."""
    return may_enter(user)
