"""Convert input to the canonical form in which values are stored and compared. Pure.

Canonical: an integer "-12", a decimal "3.5", a date "2026-11-27", a time "09:30", a date and time
"2026-11-27T09:30", a choice's name, several names separated by a space (ranked ones in their order), a rating
"1" to "5" or "na", "OK".
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from assessments.instruments.elements import Element

TEXT_LENGTH, LONG_TEXT_LENGTH = 500, 5_000
RATINGS = ("1", "2", "3", "4", "5", "na")
CONSENT = "OK"
MAX_DIGITS = 12


class UnreadableError(ValueError):
    """`code` says what is expected: integer, decimal, range, date, time, moment, choice, rank or length."""

    def __init__(self, code: str, **limits: object) -> None:
        super().__init__(code)
        self.code, self.limits = code, limits


def read(element: Element, typed: Sequence[str], *, max_length: int = TEXT_LENGTH) -> str:
    """The canonical value of the input, "" for none. Raises `UnreadableError`."""
    filled = [value.strip() for value in typed if value.strip()]
    if not filled:
        return ""
    if element.type in ("select_one", "select_multiple"):
        return _choices(element, filled)
    return _READERS.get(element.type, _text)(element, filled[0], max_length)


def read_rank(element: Element, ranks: Mapping[str, str]) -> str:
    """Choice -> the rank typed for it, from 1: all or none. Raises `UnreadableError("rank")`."""
    typed_ranks = {name: rank.strip() for name, rank in ranks.items() if rank.strip()}
    if not typed_ranks:
        return ""
    try:
        by_rank = {int(plain_digits(rank)): name for name, rank in typed_ranks.items()}
    except ValueError as error:
        raise UnreadableError("rank", n=len(element.options)) from error
    if sorted(by_rank) != list(range(1, len(ranks) + 1)):
        raise UnreadableError("rank", n=len(ranks))
    return " ".join(by_rank[rank] for rank in sorted(by_rank))


def plain_digits(typed: str) -> str:
    """Digits of any script as 0 to 9, without thousands separators."""
    return "".join(
        str(unicodedata.digit(character)) if character.isdigit() else character
        for character in typed
        if not character.isspace()
    )


def span_of(element: Element) -> tuple[Decimal, Decimal, Decimal]:
    """Start, end and step of a range; by default 1 to 10 by 1."""
    bounds = []
    for name, otherwise in (("start", "1"), ("end", "10"), ("step", "1")):
        try:
            value = Decimal(element.parameters.get(name, otherwise))
        except InvalidOperation:
            value = Decimal(otherwise)
        bounds.append(value if value.is_finite() else Decimal(otherwise))
    start, end, step = bounds
    return start, end, step if step > 0 else Decimal(1)


def _choices(element: Element, filled: list[str]) -> str:
    codes = [option.name for option in element.options]
    if not set(filled) <= set(codes):
        raise UnreadableError("choice")
    if element.type == "select_one":
        return filled[0]
    return " ".join(name for name in codes if name in filled)


def _text(_element: Element, typed: str, max_length: int) -> str:
    if len(typed) > max_length:
        raise UnreadableError("length", n=max_length)
    return unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\x00", ""))


def _integer(_element: Element, typed: str, _limit: int) -> str:
    try:
        number = int(plain_digits(typed))
    except ValueError as error:
        raise UnreadableError("integer") from error
    if abs(number) >= 10**MAX_DIGITS:
        raise UnreadableError("integer")
    return str(number)


def _decimal(_element: Element, typed: str, _limit: int) -> str:
    plain = plain_digits(typed).replace("٫", ".")
    if plain.count(",") == 1 and "." not in plain:  # many countries use a decimal comma
        plain = plain.replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise UnreadableError("decimal") from error
    if not number.is_finite() or abs(number) >= 10**MAX_DIGITS:
        raise UnreadableError("decimal")
    if number != number.to_integral_value():
        # Nine characters can mean a million digits, 1e-999999, which PostgreSQL cannot convert back to a
        # number.
        number = number.quantize(Decimal(1).scaleb(-MAX_DIGITS), rounding=ROUND_HALF_UP)
    return format(number.normalize(), "f")


def _range(element: Element, typed: str, max_length: int) -> str:
    start, end, step = span_of(element)
    low, high = min(start, end), max(start, end)
    try:
        number = Decimal(_decimal(element, typed, max_length))
    except UnreadableError as error:
        raise UnreadableError("range", low=low, high=high) from error
    if not low <= number <= high or (number - start) % step:
        raise UnreadableError("range", low=low, high=high)
    return format(number, "f")


def _date(_element: Element, typed: str, _limit: int) -> str:
    try:
        return date.fromisoformat(plain_digits(typed)).isoformat()
    except ValueError as error:
        raise UnreadableError("date") from error


def _time(_element: Element, typed: str, _limit: int) -> str:
    try:
        return time.fromisoformat(plain_digits(typed)).strftime("%H:%M")
    except ValueError as error:
        raise UnreadableError("time") from error


def _moment(_element: Element, typed: str, _limit: int) -> str:
    try:
        moment = datetime.fromisoformat(plain_digits(typed.replace(" ", "T")))
    except ValueError as error:
        raise UnreadableError("moment") from error
    return moment.strftime("%Y-%m-%dT%H:%M")


def _rating(_element: Element, typed: str, _limit: int) -> str:
    if typed not in RATINGS:
        raise UnreadableError("choice")
    return typed


_READERS = {
    "integer": _integer,
    "decimal": _decimal,
    "range": _range,
    "date": _date,
    "time": _time,
    "datetime": _moment,
    "rating": _rating,
    "acknowledge": lambda _element, _typed, _limit: CONSENT,
}
