"""Certificate numbers cannot be guessed and tolerate common mistakes."""

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaluations.certificates.numbers import (
    ALPHABET,
    check_character,
    format_number,
    new_number,
    parse_number,
)

signs = st.text(alphabet=ALPHABET, min_size=12, max_size=12)


def whole(twelve: str) -> str:
    return twelve + check_character(twelve)


def test_numbers_are_random_and_parsed_as_printed():
    numbers = {new_number() for _ in range(2000)}

    assert len(numbers) == 2000
    assert all(re.fullmatch(rf"([{ALPHABET}]{{4}}-){{3}}[{ALPHABET}]", number) for number in numbers)
    assert all(parse_number(number).number == number for number in numbers)


@given(signs, st.integers(0, 12), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_detected(twelve, place, sign):
    code = whole(twelve)
    assume(code[place] != sign)

    assert parse_number(code[:place] + sign + code[place + 1 :]).number is None


@given(signs, st.integers(0, 11))
def test_any_exchange_of_two_neighbours_is_detected(twelve, place):
    code = whole(twelve)
    assume(code[place] != code[place + 1])

    slipped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert parse_number(slipped).number is None


@given(signs)
def test_case_hyphens_spaces_and_letters_that_look_like_digits_do_not_matter(twelve):
    number = format_number(whole(twelve))

    assert parse_number(f"  {number.lower()} ").number == number
    assert parse_number(number.replace("-", " ")).number == number
    assert parse_number(number.replace("0", "O").replace("1", "l")).number == number


def test_a_common_mistake_is_marked_and_the_likely_code_is_offered():
    code = whole("7K5Q91CDXHJ2")
    mistyped = code.replace("5", "S")

    reading = parse_number(mistyped)

    assert (reading.number, reading.likely, reading.marked) == (None, format_number(code), (2,))


def test_exchanged_neighbours_are_marked_if_nothing_else_explains_the_mistake():
    code = whole("7K4Q91CDXHJ0")
    mistyped = code[1] + code[0] + code[2:]

    assert parse_number(mistyped).likely in (format_number(code), None)
    assert parse_number(mistyped).number is None


@pytest.mark.parametrize(
    "typed", ["", "-", "7K4Q", "x" * 500, "٣٤٥", "7K4Q-91CD-XHJ2-M0PZ", "<script>", "Ü" * 13]
)
def test_anything_at_all_can_be_typed(typed):
    reading = parse_number(typed)

    assert reading.number is None
    assert len(reading.text) <= 60


def test_neighbouring_numbers_have_different_check_characters():
    codes = sorted(whole(f"{n:012d}") for n in range(50))

    assert all(a[-1] != b[-1] or a[:-1] != b[:-1] for a, b in pairwise(codes))
