"""Permissions: coordinators of the portal manage all offers, those of an organisation its own."""

from typing import Any

from assessments.landscape.models import ExternalProgramme
from participants.accounts.queries import Role, has_portal_wide_role, has_role, organisations_of
from participants.organisations.models import Organisation
from portal.access.policies import is_signed_in
from portal.access.users import AnyUser


def may_read(user: AnyUser, _offer: ExternalProgramme | None = None) -> bool:
    return is_signed_in(user)


def may_list(user: AnyUser, _offer: ExternalProgramme | None = None) -> bool:
    """The list is for those who plan training; a single offer can be read by everyone signed in."""
    return has_role(
        user,
        Role.COORDINATOR,
        Role.ADMINISTRATOR,
        Role.FOCAL_POINT,
        Role.EVALUATOR,
        Role.FACULTY,
        Role.FUNDER,
    )


def may_register(user: AnyUser, _offer: Any = None) -> bool:
    return owners_for(user).exists()


def owners_for(user: AnyUser) -> Any:
    """The organisations for which the person can enter offers."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=organisations_of(user, Role.COORDINATOR))


def may_manage(user: AnyUser, offer: ExternalProgramme) -> bool:
    return may_manage_for(user, offer.organisation_id)


def may_manage_for(user: AnyUser, organisation_id: int) -> bool:
    return has_portal_wide_role(user, Role.COORDINATOR) or organisation_id in organisations_of(
        user, Role.COORDINATOR
    )
