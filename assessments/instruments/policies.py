"""Permissions: coordinators of the portal or of the owner edit questionnaires."""

from typing import Any

from assessments.instruments.models import Instrument, InstrumentVersion
from participants.accounts.queries import Role, has_portal_wide_role, has_role, organisations_of
from participants.organisations.models import Organisation
from portal.access.users import AnyUser


def may_list(user: AnyUser, _row: Instrument | None = None) -> bool:
    return has_role(user, Role.COORDINATOR)


def may_write(user: AnyUser, version: InstrumentVersion) -> bool:
    return may_write_for(user, version.instrument.owner_id)


def may_write_for(user: AnyUser, owner_id: int) -> bool:
    return has_portal_wide_role(user, Role.COORDINATOR) or owner_id in organisations_of(
        user, Role.COORDINATOR
    )


def owners_for(user: AnyUser) -> Any:
    """The organisations that the person can select as lead organisation."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return Organisation.objects.exclude(kind=Organisation.Kind.FUNDER)
    return Organisation.objects.filter(pk__in=organisations_of(user, Role.COORDINATOR))
