"""Who may read, write and publish modules, and link them to needs."""

from typing import Any

from participants.accounts.queries import (
    Role,
    has_portal_wide_role,
    has_role,
    is_coordinator,
    organisations_of,
)
from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from programs.curriculum.models import Edition, Module, Section


def may_read(user: AnyUser, _row: Any = None) -> bool:
    return is_signed_in(user)


def may_create(user: AnyUser) -> bool:
    return is_coordinator(user)


def may_write_module(user: AnyUser, module: Module) -> bool:
    return has_portal_wide_role(user, Role.COORDINATOR) or module.owner_id in organisations_of(
        user, Role.COORDINATOR
    )


def may_write(user: AnyUser, edition: Edition) -> bool:
    """Only the owner's coordinators may change content, not the funders (docs/glossary.md §2)."""
    return may_write_module(user, edition.module)


def may_edit_section(user: AnyUser, section: Section) -> bool:
    """Only sections of drafts, since a published edition never changes."""
    return section.edition.state == Edition.State.DRAFT and may_write(user, section.edition)


def may_see_coverage(user: AnyUser, _row: Any = None) -> bool:
    """People who plan, teach, evaluate or fund training."""
    return has_role(
        user,
        Role.COORDINATOR,
        Role.ADMINISTRATOR,
        Role.FOCAL_POINT,
        Role.EVALUATOR,
        Role.FACULTY,
        Role.FUNDER,
    )


def may_answer_need(user: AnyUser, _need: Any = None) -> bool:
    return is_coordinator(user)
