"""Formatting numbers in the active language."""

from decimal import Decimal
from typing import Any

from django.utils.translation import pgettext

from portal.figures.figure import round_half_up
from portal.languages.numbers import interpolate, number_format


def rounded(value: Any, decimals: int) -> str:
    """Round half up to `decimals` places and format; `number_format` alone truncates further digits."""
    return number_format(round_half_up(Decimal(str(value)), decimals), decimals, force_grouping=True)


def with_percent_sign(number: str) -> str:
    """A formatted number with the language's percent sign and, where the language has one, the space before it."""
    return interpolate(pgettext("a number in percent", "%(number)s%%"), number=number)
