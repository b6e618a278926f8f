"""Who may see and give roles."""

from typing import Any

from participants.accounts.queries import is_administrator


def may_administer(user: Any, _row: Any = None) -> bool:
    return is_administrator(user)
