"""Parsing of single cells. Formulas are never run and ambiguous numbers are rejected."""

import re
import unicodedata
from collections.abc import Callable

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
