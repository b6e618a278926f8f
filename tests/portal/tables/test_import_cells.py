"""Parsing single cells: valid counts, invalid ones and their messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.tables.imports import cells, messages
from portal.tables.imports.errors import CellError


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0", 0), ("410", 410), ("1 902", 1902), ("1\u00a0902", 1902), ("1\u202f902", 1902), ("1,902", 1902),
        ("12'345'678", 12345678), ("٣٤٥", 345), ("8369.0", 8369), ("+7", 7),
    ],
)  # fmt: skip
def test_counts_are_parsed_in_common_notations(cell, number):
    assert cells.integer(cell) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-1", "negative"), ("−1", "negative"), ("-1.0", "negative"), ("=cmd()", "formula"), ("@SUM(A1)", "formula"),
        ("l34", "has_letters"), ("12a", "has_letters"), ("1.902", "not_whole"), ("2.5", "not_whole"),
        ("1,90", "not_whole"), ("1 90", "not_whole"), ("--", "not_whole"), ("99999999999", "too_large"),
    ],
)  # fmt: skip
def test_invalid_counts_are_rejected_with_a_reason(cell, code):
    with pytest.raises(CellError) as raised:
        cells.integer(cell)

    assert raised.value.code == code
    assert cell in messages.message_text(raised.value.as_json())


def test_text_that_looks_like_a_formula_stays_text():
    assert cells.text()("=cmd|' /C calc'!A0") == "=cmd|' /C calc'!A0"


@given(st.integers(0, cells.LARGEST))
def test_every_count_is_parsed_with_every_grouping(number):
    assert cells.integer(str(number)) == number
    assert cells.integer(f"{number:,}") == number
    assert cells.integer(f"{number:,}".replace(",", "\u202f")) == number


@given(st.text(max_size=30))
def test_any_text_is_either_a_count_or_rejected_with_a_message(text):
    try:
        outcome = str(cells.integer(text))
    except CellError as error:
        outcome = messages.message_text(error.as_json())

    assert outcome
