"""Permissions: those who can read a register can edit it."""

from typing import Any

from assessments.stakeholders.models import Stakeholder
from participants.accounts.queries import Role, has_portal_wide_role, jurisdictions_of
from participants.organisations.models import Jurisdiction
from portal.access.users import AnyUser


def may_list(user: AnyUser, stakeholder: Stakeholder | None = None) -> bool:  # noqa: ARG001  # the queryset decides on rows
    return has_portal_wide_role(user, Role.COORDINATOR) or bool(
        jurisdictions_of(user, Role.FOCAL_POINT, Role.COORDINATOR)
    )


def may_manage(user: AnyUser, stakeholder: Stakeholder) -> bool:
    return may_manage_in(user, stakeholder.jurisdiction_id)


def may_manage_in(user: AnyUser, jurisdiction_id: int) -> bool:
    return has_portal_wide_role(user, Role.COORDINATOR) or jurisdiction_id in jurisdictions_of(
        user, Role.FOCAL_POINT, Role.COORDINATOR
    )


def jurisdictions_for(user: AnyUser) -> Any:
    """The jurisdictions whose register the person can manage."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return Jurisdiction.objects.all()
    return Jurisdiction.objects.filter(pk__in=jurisdictions_of(user, Role.FOCAL_POINT, Role.COORDINATOR))
