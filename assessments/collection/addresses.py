"""Parse a pasted or uploaded list of addresses, one person per line. It needs no database."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.languages.lists import join_list
from portal.languages.numbers import interpolate

MAX_LINES = 5000
COLUMNS = ("email", "name", "group", "jurisdiction", "language", "court_level")
_SIGNS = re.compile(r"[\s_-]+")


@dataclass(frozen=True)
class Address:
    """A valid line. `jurisdiction` is an id, or None where responses must not be distinguishable by
    jurisdiction.
    """

    line: int
    raw: str
    email: str
    name: str
    group: str
    jurisdiction: int | None
    language: str
    court_level: str = ""


@dataclass(frozen=True)
class InvalidLine:
    """An invalid line and the reason. Line 0 is the whole text."""

    line: int
    raw: str
    error: str
    code: str


@dataclass(frozen=True)
class AllowedValues:
    """The values that a line may have: folded code or label -> value."""

    groups: Mapping[str, str]
    jurisdictions: Mapping[str, int]
    languages: Mapping[str, str]
    default_language: str = "en"
    levels: Mapping[str, str] = field(default_factory=dict)


def folded(text: str) -> str:
    """Fold case, spaces, dashes and underscores: "Court staff" equals "court_staff"."""
    return _SIGNS.sub(" ", text.strip().casefold())


def read(text: str, allowed: AllowedValues) -> tuple[list[Address], list[InvalidLine]]:
    """The valid and the invalid lines, each with its number from 1. Headings and empty lines are skipped.

    Columns: email, name, group, jurisdiction's code, language, level of court; separated by comma, semicolon or
    tab. Optional: group or jurisdiction if there is only one, the language, and the level.
    """
    lines = text.lstrip("\ufeff").splitlines()
    if len(lines) > MAX_LINES:
        return [], [
            InvalidLine(0, "", interpolate(_("Enter no more than %(n)s lines."), n=MAX_LINES), "too_many")
        ]
    good: list[Address] = []
    invalid: list[InvalidLine] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(lines, start=1):
        if not raw.strip() or _is_heading(raw, number):
            continue
        entry = _read_line(number, raw, allowed, seen)
        if isinstance(entry, Address):
            seen[entry.email.casefold()] = number
            good.append(entry)
        else:
            invalid.append(entry)
    return good, invalid


def _is_heading(raw: str, number: int) -> bool:
    return (
        number == 1
        and "@" not in raw
        and folded(_cells(raw)[0]) in ("email", "e mail", "e mail address", "address")
    )


def _cells(raw: str) -> list[str]:
    delimiter = max(",;\t", key=raw.count)
    return [
        cell.strip() for cell in next(csv.reader([raw], delimiter=delimiter, skipinitialspace=True), [""])
    ]


def _read_line(
    number: int, raw: str, allowed: AllowedValues, seen: Mapping[str, int]
) -> Address | InvalidLine:
    cells = _cells(raw)
    email, name, group, jurisdiction, language, level = (cells + [""] * 6)[:6]
    try:
        validate_email(email)
        if email.casefold() in seen:
            message = interpolate(_("The same address is already in line %(n)s."), n=seen[email.casefold()])
            raise ValidationError(message, code="repeated")
        return Address(
            number,
            raw,
            email,
            name[:120],
            _one_of(
                allowed.groups,
                group,
                _("“%(value)s” is not a group in this assessment. Enter one of these: %(known)s."),
            ),
            _one_of(
                allowed.jurisdictions,
                jurisdiction,
                _("“%(value)s” is not a jurisdiction in this assessment. Enter one of these: %(known)s."),
            ),
            _language(allowed, language),
            _level(allowed, level),
        )
    except ValidationError as error:
        return InvalidLine(number, raw, " ".join(error.messages), error.code or "")


def _one_of(choices: Mapping[str, Any], value: str, complaint: str) -> Any:
    """The value named, or the only one there is when the cell is empty."""
    distinct = set(choices.values())
    if not value and len(distinct) == 1:
        return distinct.pop()
    if folded(value) in choices:
        return choices[folded(value)]
    names = join_list(sorted({name.replace(" ", "_") for name in _first_names(choices)}))
    if not value:
        complaint = _("A required column is empty. Enter one of these: %(known)s.")
    raise ValidationError(interpolate(complaint, value=value, known=names), code="unknown")


def _first_names(choices: Mapping[str, Any]) -> list[str]:
    names: dict[Any, str] = {}
    for name, value in choices.items():
        names.setdefault(value, name)
    return list(names.values())


def _language(allowed: AllowedValues, value: str) -> str:
    if not value:
        return allowed.default_language
    if folded(value) in allowed.languages:
        return allowed.languages[folded(value)]
    names = join_list(dict.fromkeys(allowed.languages.values()))
    raise ValidationError(
        interpolate(
            _("“%(value)s” is not a language of this questionnaire. Enter one of these: %(known)s."),
            value=value,
            known=names,
        ),
        code="unknown",
    )


def _level(allowed: AllowedValues, value: str) -> str:
    if not value:
        return ""
    if folded(value) in allowed.levels:
        return allowed.levels[folded(value)]
    names = join_list(dict.fromkeys(allowed.levels.values()))
    raise ValidationError(
        interpolate(
            _("“%(value)s” is not a level of court. Enter one of these: %(known)s."), value=value, known=names
        ),
        code="unknown",
    )
