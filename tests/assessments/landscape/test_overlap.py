"""When a planned programme duplicates another organisation's, with the reasons."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.landscape.overlap import ProgrammeScope, overlap_of, overlaps_of


def teaching(key="x", codes="CM1 CM2", jurisdictions="FJ", languages="en", starts=date(2026, 1, 1), days=60):
    return ProgrammeScope(
        key, frozenset(codes.split()), frozenset(jurisdictions.split()), frozenset(languages.split()), starts,
        starts + timedelta(days=days - 1),
    )  # fmt: skip


PLANNED = teaching("planned", "CM1 CM2 CM3 EV1", "FJ WS")


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (teaching(codes="CM1 CM2"), "repeats"),
        (teaching(codes="CM1"), "part"),
        (teaching(codes="CM1 CM2", languages="fr"), "language"),
        (teaching(codes="CM1 CM2", languages=""), "repeats"),
        (teaching(codes="CM1 CM2", starts=date(2026, 3, 1)), "repeats"),
        (teaching(codes="CM1 CM2", starts=date(2026, 3, 2)), "season"),
        (teaching(codes="CM1 CM2", starts=date(2026, 3, 2), languages="fr"), None),
        (teaching(codes="CM1 CM2", starts=date(2026, 12, 1)), None),
        (teaching(codes="SL1"), None),
        (teaching(jurisdictions="SN"), None),
    ],
    ids=["half", "less", "other language", "language not known", "one day", "day after", "neither", "late", "subject",
         "place"],
)  # fmt: skip
def test_kinds_of_the_worked_examples(other, kind):
    overlap = overlap_of(PLANNED, other)

    assert (overlap and overlap.kind) == kind


def test_an_overlap_has_reasons():
    overlap = overlap_of(
        PLANNED, teaching(codes="CM1 CM2 SL1", jurisdictions="WS SN", starts=date(2026, 2, 1))
    )

    assert (overlap.competencies, overlap.jurisdictions, overlap.languages) == (
        ("CM1", "CM2"),
        ("WS",),
        ("en",),
    )
    assert (overlap.share, overlap.days) == (0.5, 29)


def test_largest_overlap_is_first():
    keys = [
        overlap.other
        for overlap in overlaps_of(
            PLANNED,
            [
                teaching("season", starts=date(2026, 4, 1)), teaching("part", "CM1"),
                teaching("language", languages="fr"),
                teaching("half"), teaching("all", "CM1 CM2 CM3 EV1"),
            ],
        )
    ]  # fmt: skip

    assert keys == ["all", "half", "part", "language", "season"]


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(days, days, st.integers(1, 300), st.integers(1, 300))
def test_time_in_common_is_the_same_from_both_sides(first, second, long, short):
    ours, theirs = teaching(starts=first, days=long), teaching(starts=second, days=short)
    there, back = overlap_of(ours, theirs), overlap_of(theirs, ours)

    assert (there is None) == (back is None)
    assert there is None or there.days == back.days
