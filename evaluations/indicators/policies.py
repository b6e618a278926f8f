"""Permissions to read, enter and verify court figures."""

from typing import Any

from evaluations.indicators.models import CaseloadReturn, Indicator, Observation
from participants.accounts.queries import (
    Role,
    has_portal_wide_role,
    has_role,
    is_coordinator,
    jurisdictions_of,
    organisations_of,
)
from participants.organisations.models import Court, Jurisdiction
from portal.access.policies import is_signed_in
from portal.access.users import AnyUser


def may_read(user: AnyUser, _row: Any = None) -> bool:
    return is_signed_in(user)


def may_read_indicator(user: AnyUser, indicator: Indicator | None = None) -> bool:
    """Always true: `visible_to` returns only public indicators to anonymous users."""
    return indicator is None or indicator.is_public or is_signed_in(user)


def may_define(user: AnyUser, _indicator: Indicator | None = None) -> bool:
    """Coordinators and administrators edit reference sheets."""
    return is_coordinator(user)


def may_enter(user: AnyUser, jurisdiction: Jurisdiction | None = None) -> bool:
    """Coordinators, and focal points for their own jurisdiction."""
    if is_coordinator(user):
        return True
    if jurisdiction is None:
        return has_role(user, Role.FOCAL_POINT)
    return jurisdiction.pk in jurisdictions_of(user, Role.FOCAL_POINT)


def may_enter_for(user: AnyUser, court: Court | None) -> bool:
    """Like `may_enter` for the court's jurisdiction; also focal points of the court itself."""
    if court is None:
        return may_enter(user)
    if may_enter(user, court.organisation.jurisdiction):
        return True
    return court.organisation_id in organisations_of(user, Role.FOCAL_POINT)


def may_correct(user: AnyUser, row: CaseloadReturn | Observation) -> bool:
    if row.court_id is not None:
        return may_enter_for(user, row.court)
    return may_enter(user, getattr(row, "jurisdiction", None))


def may_verify(user: AnyUser, row: CaseloadReturn | Observation | None = None) -> bool:
    """Evaluators and those who may enter figures, but never who entered these."""
    allowed = has_portal_wide_role(user, Role.EVALUATOR) or (
        may_enter(user) if row is None else may_correct(user, row)
    )
    return allowed and (row is None or row.entered_by_id != user.pk)


def may_enter_value(user: AnyUser, _indicator: Indicator | None = None) -> bool:
    """Whoever may enter figures for any jurisdiction; the form offers only those jurisdictions."""
    return may_enter(user)
