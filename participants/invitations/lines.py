"""Reading a pasted list of people: one a line, or separated by semicolons as in the "To" line of an email."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from participants.accounts.names import clean_name
from portal.languages.numbers import interpolate

_CELLS = re.compile(r"[\t;,،，；]")


@dataclass(frozen=True)
class Person:
    """Someone to invite. `number` is the line in which they stand, from 1."""

    number: int
    email: str
    name: str


@dataclass(frozen=True)
class InvalidLine:
    number: int
    raw: str
    problem: str


def read(text: str) -> tuple[list[Person], list[InvalidLine]]:
    """The people and the lines that name none. An address that stands twice is invited once and listed as invalid."""
    people: list[Person] = []
    invalid: list[InvalidLine] = []
    seen: dict[str, int] = {}
    for number, raw in _lines(text):
        email, name = _split(raw)
        try:
            validate_email(email)
        except ValidationError:
            invalid.append(InvalidLine(number, raw, _("There is no email address in this line.")))
            continue
        if email.casefold() in seen:
            sentence = _("The same address is already in line %(n)s.")
            invalid.append(InvalidLine(number, raw, interpolate(sentence, n=seen[email.casefold()])))
            continue
        seen[email.casefold()] = number
        people.append(Person(number, email, name))
    return people, invalid


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that are not empty. A line with several addresses in angle brackets is one line for each of them."""
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        parts = re.split(r"(?<=>)\s*[;,]\s*", raw.strip()) if raw.count(">") > 1 else [raw.strip()]
        yield from ((number, part) for part in parts if part)


def _split(raw: str) -> tuple[str, str]:
    """(email, name) of "Name <email>", "email; name" or "name, email"."""
    if "<" in raw:
        name, email = parseaddr(raw.replace(";", ","))
        return email, clean_name(name)[:120]
    cells = [cell.strip() for cell in _CELLS.split(raw)]
    email = next((cell for cell in cells if "@" in cell), "")
    name = next((cell for cell in cells if cell and cell != email), "")
    return email, clean_name(name)[:120]
