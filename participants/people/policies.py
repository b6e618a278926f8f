"""Who may see and change people. Scoped roles reach the people who are affiliated in their part (`visible_to`)."""

from participants.accounts.queries import Role, has_portal_wide_role, has_role
from participants.people.models import Affiliation, Person, organisations_in_reach
from portal.access.users import AnyUser


def may_list(user: AnyUser, _person: Person | None = None) -> bool:
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FOCAL_POINT)


def may_see(user: AnyUser, person: Person) -> bool:
    return has_portal_wide_role(user, Role.COORDINATOR) or person.user_id == user.pk or may_list(user)


def manages_all(user: AnyUser, _row: object = None) -> bool:
    """Whether the user manages everybody, not only the people of one part."""
    return has_portal_wide_role(user, Role.COORDINATOR)


def may_edit(user: AnyUser, person: Person) -> bool:
    """People with an account maintain their own details; only roles for the whole portal may correct them."""
    return manages_all(user) or (may_list(user) and person.user_id is None)


def may_affiliate(user: AnyUser, person: Person) -> bool:  # noqa: ARG001  # the row is visible
    return may_list(user)


def may_edit_affiliation(user: AnyUser, affiliation: Affiliation) -> bool:
    return manages_all(user) or (
        may_list(user) and organisations_in_reach(user).filter(pk=affiliation.organisation_id).exists()
    )
