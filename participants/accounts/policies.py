"""Who may see and assign roles."""

from typing import Any

from participants.accounts.queries import is_administrator
from portal.access.users import AnyUser


def may_administer(user: AnyUser, _row: Any = None) -> bool:
    return is_administrator(user)
