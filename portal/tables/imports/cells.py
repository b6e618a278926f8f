"""Parsing of single cells. Formulas are never run and ambiguous numbers are rejected."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.tables.imports.errors import CellError

LARGEST = 2_147_483_647
_GAPS = "\u0020\u00a0\u202f\u2009'’"
_GROUPED = re.compile(rf"\d{{1,3}}(?:[{_GAPS}]\d{{3}})+|\d{{1,3}}(?:,\d{{3}})+")
_SHOWN = 40


def text(most: int = 200) -> Callable[[str], str]:
    """A parser of text up to a length. Text that looks like a formula is accepted as text."""

    def parse(cell: str) -> str:
        if len(cell) > most:
            raise CellError("too_long", most=most)
        return cell

    return parse


def integer(cell: str) -> int:
    """A count of 0 or more: digits of any script, or groups of three separated by spaces, commas or apostrophes.

    A decimal point is rejected, since 1.902 means different numbers in different countries. Raises `CellError`.
    """
    shown = cell[:_SHOWN]
    if cell.startswith(("=", "@", "+=")):
        raise CellError("formula", value=shown)
    if re.fullmatch(r"[-−–]\s*\d+(\.0+)?", cell):
        raise CellError("negative", value=shown)
    digits = re.sub(rf"[{_GAPS},]", "", cell) if _GROUPED.fullmatch(cell) else cell.removeprefix("+")
    digits = re.sub(r"\.0+$", "", digits)
    if not re.fullmatch(r"\d+", digits):
        letters = any(unicodedata.category(sign).startswith("L") for sign in cell)
        raise CellError("has_letters" if letters else "not_whole", value=shown)
    number = int(digits)
    if number > LARGEST:
        raise CellError("too_large", value=shown)
    return number


def day(cell: str) -> str:
    """A date as 2026-05-31 or as a spreadsheet's date. Other formats are ambiguous between countries."""
    text = cell.strip().removesuffix(" 00:00:00").removesuffix("T00:00:00")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise CellError("no_date", value=cell[:_SHOWN]) from error


def email(cell: str) -> str:
    """An email address. Raises CellError."""
    try:
        validate_email(cell)
    except ValidationError as error:
        raise CellError("no_address", value=cell[:80]) from error
    return cell


def plain(text: str) -> str:
    """The text for comparing: without case, repeated spaces and underscores."""
    return " ".join(text.replace("_", " ").casefold().split())


def one_of(choices: Sequence[tuple[str, Any]]) -> Callable[[str], str]:
    """A parser for a code, or its label in the reader's language. Raises CellError."""

    def parse(cell: str) -> str:
        typed = plain(cell)
        for code, label in choices:
            if typed in (plain(code), plain(str(label))):
                return code
        raise CellError("unknown_word", value=cell[:_SHOWN])

    return parse
