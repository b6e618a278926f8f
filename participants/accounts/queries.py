"""Role checks that all apps use. They read `user.active_roles`, which costs one query per request."""

from typing import Any

from participants.accounts.models import RoleAssignment, User
from portal.access.users import AnyUser

Role = RoleAssignment.Role
CARD_ROWS = 5


def has_role(user: AnyUser, *roles: str) -> bool:
    """Whether the person has one of the roles today, in any scope."""
    return user.is_authenticated and any(grant.role in roles for grant in user.active_roles)


def has_portal_wide_role(user: AnyUser, *roles: str) -> bool:
    """Whether the person has one of the roles for the whole portal. Administrators have every role."""
    return user.is_authenticated and any(
        grant.is_portal_wide and grant.role in (*roles, Role.ADMINISTRATOR) for grant in user.active_roles
    )


def is_administrator(user: AnyUser) -> bool:
    return has_portal_wide_role(user)


def organisations_of(user: AnyUser, *roles: str) -> list[int]:
    """Ids of the organisations for which the person has one of the roles."""
    if not user.is_authenticated:
        return []
    return [g.organisation_id for g in user.active_roles if g.role in roles and g.organisation_id]


def jurisdictions_of(user: AnyUser, *roles: str) -> list[int]:
    """Ids of the jurisdictions for which the person has one of the roles.

    A focal point for the whole portal is one for every jurisdiction.
    """
    if not user.is_authenticated:
        return []
    if Role.FOCAL_POINT in roles and any(
        grant.is_portal_wide and grant.role == Role.FOCAL_POINT for grant in user.active_roles
    ):
        return user.every_jurisdiction
    return [g.jurisdiction_id for g in user.active_roles if g.role in roles and g.jurisdiction_id]


def is_coordinator(user: AnyUser) -> bool:
    """Whether the person is coordinator of anything; administrators are too."""
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR)


def is_evaluator(user: AnyUser) -> bool:
    return has_role(user, Role.EVALUATOR)


def works_on_programmes(user: AnyUser) -> bool:
    """Whether the person plans, follows or evaluates programmes: coordinator, focal point or evaluator."""
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FOCAL_POINT, Role.EVALUATOR)


def is_funder(user: AnyUser) -> bool:
    return has_role(user, Role.FUNDER)


def is_focal_point(user: AnyUser) -> bool:
    """Whether the person is focal point of a jurisdiction."""
    return bool(jurisdictions_of(user, Role.FOCAL_POINT))


def has_no_management_role(user: AnyUser) -> bool:
    """Whether the person has no role but participant, faculty or mentor, as judges, prosecutors and court staff do."""
    return user.is_authenticated and not has_role(
        user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FUNDER, Role.EVALUATOR, Role.FOCAL_POINT
    )


def may_take_courses(user: AnyUser) -> bool:
    """Whether the person may have seats, certificates and reform plans: no management role, or participant as well."""
    return has_no_management_role(user) or has_role(user, Role.PARTICIPANT)


def may_teach(user: AnyUser) -> bool:
    """Whether the person may teach or mentor a cohort: no management role, or faculty or mentor as well."""
    return has_no_management_role(user) or has_role(user, Role.FACULTY, Role.MENTOR)


def waiting_card(_user: AnyUser) -> dict[str, Any] | None:
    """The newest accounts without a role, on the home page of administrators."""
    accounts = list(User.objects.without_role()[: CARD_ROWS + 1])
    return {"accounts": accounts[:CARD_ROWS], "more": len(accounts) > CARD_ROWS} if accounts else None
