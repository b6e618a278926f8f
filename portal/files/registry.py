"""Who may read a file: each app says so for the tables that own files, in `ready()`."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

MayRead = Callable[[Any, Any], bool]
_rules: dict[type[Model], MayRead] = {}


def register(owner_model: type[Model], *, may_read: MayRead) -> None:
    """`may_read(user, owner)` decides for every file that a row of `owner_model` owns."""
    if _rules.get(owner_model, may_read) is not may_read:
        raise ValueError(f"{owner_model.__name__} has two rules for its files")
    _rules[owner_model] = may_read


def rule_for(owner_model: type[Model] | None) -> MayRead | None:
    """The rule, or None: a file whose owner has no rule is read by nobody."""
    return _rules.get(owner_model) if owner_model is not None else None


def owners() -> list[type[Model]]:
    """The tables that have a rule, for tests."""
    return list(_rules)
