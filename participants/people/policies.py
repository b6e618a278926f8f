"""Who may see people and change what is known of them."""

from typing import Any

from participants.accounts.queries import Role, has_portal_wide_role, has_role
from participants.people.models import Person


def may_list(user: Any, _person: Person | None = None) -> bool:
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FOCAL_POINT)


def may_see(user: Any, person: Person) -> bool:
    return has_portal_wide_role(user, Role.COORDINATOR) or person.user_id == user.pk or may_list(user)
