"""Rules for who may read a file: apps register one for each model that owns files, in `ready()`."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

MayRead = Callable[[Any, Any], bool]
_rules: dict[type[Model], MayRead] = {}


def register(owner_model: type[Model], *, may_read: MayRead) -> None:
    """Apply `may_read(user, owner)` to every file owned by a row of `owner_model`."""
    if _rules.get(owner_model, may_read) is not may_read:
        raise ValueError(f"{owner_model.__name__} has two rules for its files")
    _rules[owner_model] = may_read


def rule_for(owner_model: type[Model] | None) -> MayRead | None:
    """The rule, or None, in which case nobody may read the file."""
    return _rules.get(owner_model) if owner_model is not None else None


def owners() -> list[type[Model]]:
    """The models that have a rule, for tests."""
    return list(_rules)
