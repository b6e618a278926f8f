"""What is wrong or odd with a cell: stored as a code, said in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, str | Promise] = {
    "empty": _("Nothing stands here. Enter a value; 0 is a value, an empty cell is not."),
    "not_whole": _("“%(value)s” is not a whole number."),
    "has_letters": _("“%(value)s” is not a number: it holds letters or signs."),
    "negative": _("%(value)s: a count cannot be less than zero."),
    "too_large": _("“%(value)s” is larger than any count here."),
    "formula": _("“%(value)s” is a formula. Formulas are not run: enter the number itself."),
    "too_long": _("This text is longer than %(most)s characters."),
    "not_a_period": _("“%(value)s” is no year, quarter or month. Write 2025, 2025-Q3 or 2025-07."),
    "future": _("This period has not ended yet."),
    "repeats": _("Row %(row)s already says this. Correct one of the two."),
    "extra_cells": _("This line has more cells than there are headings."),
}


def add(messages: Mapping[str, str | Promise]) -> None:
    """An app's own words for its own codes, added in `ready()`."""
    MESSAGES.update(messages)


def words(message: Mapping[str, Any]) -> str:
    """The sentence for a stored message; a code that an older release left behind is said plainly."""
    text = MESSAGES.get(str(message.get("code")))
    return str(text) % message if text is not None else _now("This cell cannot be read.")
