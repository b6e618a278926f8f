"""Who may see people."""

from participants.accounts.queries import Role, has_portal_wide_role, has_role
from participants.people.models import Person
from portal.access.users import AnyUser


def may_list(user: AnyUser, _person: Person | None = None) -> bool:
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FOCAL_POINT)


def may_see(user: AnyUser, person: Person) -> bool:
    return has_portal_wide_role(user, Role.COORDINATOR) or person.user_id == user.pk or may_list(user)
