"""Permissions: who has a role for the whole portal as coordinator or administrator keeps the directory."""

from typing import Any

from participants.accounts.queries import Role, has_portal_wide_role, has_role
from portal.access.users import AnyUser


def may_list(user: AnyUser, _row: Any = None) -> bool:
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FOCAL_POINT, Role.EVALUATOR, Role.FUNDER)


def may_manage(user: AnyUser, _row: Any = None) -> bool:
    return has_portal_wide_role(user, Role.COORDINATOR)
