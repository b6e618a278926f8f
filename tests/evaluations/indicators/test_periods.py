"""Periods as people enter them, and how they are shown."""

from datetime import date

import pytest

from evaluations.indicators.periods import format_period, parse_period


@pytest.mark.parametrize(
    ("text", "starts", "ends", "shown"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ("2025-Q3", date(2025, 7, 1), date(2025, 9, 30), "2025-Q3"),
        ("T1 2024", date(2024, 1, 1), date(2024, 3, 31), "2024-Q1"),
        (" 2024-02 ", date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
    ],
)
def test_years_quarters_and_months_are_read_and_shown(text, starts, ends, shown):
    assert parse_period(text) == (starts, ends)
    assert format_period(starts, ends) == shown


@pytest.mark.parametrize("text", ["", "soon", "2025-13", "2025-Q5", "1850", "25"])
def test_other_texts_are_no_period(text):
    assert parse_period(text) is None


def test_other_periods_are_shown_with_both_days():
    assert format_period(date(2025, 1, 1), date(2025, 2, 15)) == "2025-01-01 – 2025-02-15"
