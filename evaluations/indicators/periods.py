"""Parses and formats periods: 2025, 2025-Q3, T3 2025, 2025-07. Pure: text in, two dates out."""

import calendar
import re
from datetime import date

_QUARTER = re.compile(r"(?:(\d{4})[\s/-]*[QT]\s?([1-4])|[QT]\s?([1-4])[\s/-]*(\d{4}))", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
FIRST_YEAR, LAST_YEAR = 1900, 2100


def parse_period(text: str) -> tuple[date, date] | None:
    """Return the first and last day of the year, quarter or month; None if the text is none of these."""
    text = text.strip()
    if _YEAR.fullmatch(text):
        return _months(int(text), 1, 12)
    if quarter := _QUARTER.fullmatch(text):
        year = int(quarter[1] or quarter[4])
        first = 3 * int(quarter[2] or quarter[3]) - 2
        return _months(year, first, first + 2)
    if month := _MONTH.fullmatch(text):
        return _months(int(month[1]), int(month[2]), int(month[2]))
    return None


def _months(year: int, first: int, last: int) -> tuple[date, date] | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= first <= last <= 12):
        return None
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def format_period(starts: date, ends: date) -> str:
    """Return the shortest text for a period: the year, quarter or month, or both days."""
    for name in (f"{starts.year}", f"{starts.year}-Q{(starts.month + 2) // 3}", f"{starts:%Y-%m}"):
        if parse_period(name) == (starts, ends):
            return name
    return f"{starts.isoformat()} – {ends.isoformat()}"
