"""The texts of periods on pages; `periods` has the form that is typed and exported."""

from datetime import date

from evaluations.indicators.periods import format_period
from portal.languages.directions import isolated
from portal.languages.numbers import digits


def localised_period(starts: date, ends: date) -> str:
    """A year in the digits of the language; other periods, such as 2025-Q3, are codes."""
    text = format_period(starts, ends)
    return digits(text) if text.isdecimal() else isolated(text)
