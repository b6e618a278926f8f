"""Words one after another, parted as the reader's language parts them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import pgettext


def comma() -> str:
    """What stands between the words of a list: ", " in Latin and Cyrillic script, other signs in Arabic and Chinese."""
    return pgettext("between the words of a list", ", ")


def join_list(items: Iterable[Any]) -> str:
    return comma().join(str(word) for word in items)
