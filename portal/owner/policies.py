"""Permissions for the details of the organisation that runs the portal."""

from typing import Any

from portal.access.users import AnyUser


def may_edit(user: AnyUser, _row: Any = None) -> bool:
    """Administrators."""
    return user.is_authenticated and user.is_administrator


def may_read_logo(_user: AnyUser, _row: Any = None) -> bool:
    """The logo is on every page, also for visitors."""
    return True
