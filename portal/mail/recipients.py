"""The recipients of an email to several people, by language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NAMES_SHOWN = 8


@dataclass(frozen=True)
class Group:
    """The recipients of one language: how many, some of their names, and the context of the template.

    `name` and `url` of the context are replaced by placeholders.
    """

    language: str
    count: int
    names: Sequence[str]
    context: dict[str, Any]
