"""Lists in running text, with the separator of the active language."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import pgettext


def comma() -> str:
    """The list separator: ", " in Latin and Cyrillic script, another character in Arabic and Chinese."""
    return pgettext("between the words of a list", ", ")


def join_list(items: Iterable[Any]) -> str:
    return comma().join(str(item) for item in items)
