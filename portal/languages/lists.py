"""Separators of the reader's language: Arabic and Chinese have their own comma and semicolon."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import pgettext

from portal.languages.numbers import digits


def comma() -> str:
    """The separator of list items, with its space."""
    return pgettext("between the words of a list", ", ")


def semicolon() -> str:
    """The separator of clauses, with its space."""
    return pgettext("between clauses", "; ")


def colon() -> str:
    """The separator of a label and its value, with its spaces."""
    return pgettext("between a label and its value", ": ")


def join_list(items: Iterable[Any]) -> str:
    return comma().join(digits(item) if isinstance(item, int) else str(item) for item in items)
