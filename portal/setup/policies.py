"""Permissions of the set-up."""

from typing import Any

from portal.access.users import AnyUser


def may_set_up(user: AnyUser, _row: Any = None) -> bool:
    return user.is_authenticated and user.is_administrator
