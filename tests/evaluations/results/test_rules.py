"""Rules for the state of a milestone, by examples and properties."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.results.rules import (
    MilestoneFacts,
    delivery_rate_percent,
    milestone_state,
    target_is_met,
)

TODAY = date(2026, 6, 15)


def in_days(n):
    return TODAY + timedelta(days=n)


def test_t6_2_delivery_rate_leaves_cancelled_ones_out():
    states = ["achieved"] * 5 + ["partially_achieved"] * 2 + ["delayed", "cancelled"]

    assert delivery_rate_percent(states).rounded(1) == Decimal("75.0")
    assert delivery_rate_percent(["cancelled"]).reason == "no_data"


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"due_on": in_days(300)}, "planned"),
        ({"due_on": in_days(90)}, "on_track"),
        ({"due_on": in_days(300), "waiting": 1}, "on_track"),
        ({"due_on": in_days(300), "steps_confirmed": 1}, "on_track"),
        ({"due_on": in_days(20)}, "at_risk"),
        ({"due_on": in_days(20), "waiting": 1}, "on_track"),
        ({"due_on": in_days(0)}, "at_risk"),
        ({"due_on": in_days(-1)}, "delayed"),
        ({"due_on": in_days(-1), "waiting": 3}, "delayed"),
        ({"due_on": in_days(-1), "confirmed_part": 1}, "partially_achieved"),
        ({"due_on": in_days(-366)}, "missed"),
        ({"due_on": in_days(-1), "confirmed_full": 1}, "achieved"),
        ({"due_on": in_days(90), "confirmed_full": 1}, "achieved"),
        ({"due_on": in_days(-1), "confirmed_full": 1, "has_target": True, "target_met": False}, "partially_achieved"),
        ({"due_on": in_days(90), "confirmed_full": 1, "has_target": True, "target_met": None}, "on_track"),
        ({"due_on": in_days(-1), "confirmed_full": 1, "has_target": True, "target_met": True}, "achieved"),
        ({"due_on": in_days(-1), "has_target": True, "target_met": True}, "delayed"),
        ({"due_on": in_days(-1), "confirmed_full": 1, "cancelled": True}, "cancelled"),
    ],
)  # fmt: skip
def test_states(facts, state):
    assert milestone_state(MilestoneFacts(**facts), TODAY) == state


@pytest.mark.parametrize(
    ("actual", "direction", "met"),
    [(300, "decrease", True), (301, "decrease", False), (299, "increase", False), (300, "increase", True),
     (310, "maintain", True), (320, "maintain", False), (None, "increase", None)],
)  # fmt: skip
def test_a_target_of_300_is_met_in_its_direction(actual, direction, met):
    value = None if actual is None else Decimal(actual)

    assert target_is_met(actual=value, target=Decimal(300), direction=direction) is met


facts = st.builds(
    MilestoneFacts,
    due_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    confirmed_full=st.integers(0, 3),
    confirmed_part=st.integers(0, 3),
    waiting=st.integers(0, 3),
    target_met=st.sampled_from([None, True, False]),
    has_target=st.booleans(),
    steps_confirmed=st.integers(0, 3),
    cancelled=st.booleans(),
)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(facts, days)
def test_an_achieved_milestone_has_evidence_confirmed_by_a_second_person(milestone, today):
    if milestone_state(milestone, today) == "achieved":
        assert milestone.confirmed_full > 0
        assert not milestone.has_target or milestone.target_met


@given(facts, days)
def test_the_state_is_cancelled_if_and_only_if_the_milestone_was_cancelled(milestone, today):
    assert (milestone_state(milestone, today) == "cancelled") == milestone.cancelled


@given(facts, days)
def test_no_state_is_late_before_the_due_date_or_planned_after_it(milestone, today):
    state = milestone_state(milestone, today)

    assert not (today <= milestone.due_on and state in ("delayed", "missed", "partially_achieved"))
    assert not (today > milestone.due_on and state in ("planned", "on_track", "at_risk"))


@given(
    st.lists(
        st.sampled_from(["achieved", "partially_achieved", "delayed", "planned", "cancelled"]), max_size=20
    )
)
def test_the_delivery_rate_is_a_percentage_or_missing(states):
    rate = delivery_rate_percent(states)

    assert (rate.value is None) == all(state == "cancelled" for state in states)
    assert rate.value is None or 0 <= rate.value <= 100
