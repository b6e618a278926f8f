"""Single cells: what is a count, what is not, and what the person is told."""

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
def test_counts_are_read_as_people_write_them(cell, number):
    assert cells.integer(cell) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-1", "negative"), ("−1", "negative"), ("-1.0", "negative"), ("=cmd()", "formula"), ("@SUM(A1)", "formula"),
        ("l34", "has_letters"), ("12a", "has_letters"), ("1.902", "not_whole"), ("2.5", "not_whole"),
        ("1,90", "not_whole"), ("1 90", "not_whole"), ("--", "not_whole"), ("99999999999", "too_large"),
    ],
)  # fmt: skip
def test_what_is_no_count_is_refused_with_its_reason(cell, code):
    with pytest.raises(CellError) as refused:
        cells.integer(cell)

    assert refused.value.code == code
    assert cell in messages.message_text(refused.value.as_json())


def test_text_that_looks_like_a_formula_stays_text():
    assert cells.text()("=cmd|' /C calc'!A0") == "=cmd|' /C calc'!A0"


@given(st.integers(0, cells.LARGEST))
def test_every_count_is_read_back_from_every_way_of_grouping_it(number):
    assert cells.integer(str(number)) == number
    assert cells.integer(f"{number:,}") == number
    assert cells.integer(f"{number:,}".replace(",", "\u202f")) == number


@given(st.text(max_size=30))
def test_any_text_is_either_a_count_or_refused_in_words(text):
    try:
        outcome = str(cells.integer(text))
    except CellError as error:
        outcome = messages.message_text(error.as_json())

    assert outcome
