"""Messages about cells: stored as codes, displayed in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.languages.numbers import interpolate

MESSAGES: dict[str, str | Promise] = {
    "empty": _("This cell is empty. Enter a value, or 0 if the value is zero."),
    "not_whole": _("“%(value)s” is not a whole number."),
    "has_letters": _("“%(value)s” is not a number. Remove letters and symbols."),
    "negative": _("%(value)s is negative. Enter a count of 0 or more."),
    "too_large": _("“%(value)s” is too large. Check the number."),
    "formula": _("“%(value)s” is a formula. Enter the number instead."),
    "too_long": _("This text is too long. Enter %(most)s characters or fewer."),
    "not_a_period": _("“%(value)s” is not a year, quarter or month. Enter it as 2025, 2025-Q3 or 2025-07."),
    "future": _("This period has not ended yet. Enter a period that has ended."),
    "repeats": _("Row %(row)s is for the same record. Correct one of the two."),
    "no_date": _("“%(value)s” is not a date. Enter it as 2026-05-31."),
    "no_address": _("“%(value)s” is not an email address."),
    "unknown_word": _("“%(value)s” is not one of the options."),
    "similar_entry": _("Something similar is already registered. Choose which entry it is."),
    "match_gone": _("The entry you chose is no longer a likely match. Choose again."),
    "key_taken": _("%(name)s has this address or code already. Choose that entry, or correct the row."),
    "extra_cells": _("This row has more cells than there are headings."),
}


def add(messages: Mapping[str, str | Promise]) -> None:
    """Add the messages of an app's own codes; called in `ready()`."""
    MESSAGES.update(messages)


def message_text(message: Mapping[str, Any]) -> str:
    """The text of a stored message; a general text for a code that no longer exists."""
    text = MESSAGES.get(str(message.get("code")))
    return interpolate(text, **message) if text is not None else gettext("This cell cannot be read.")
