from dataclasses import replace
from decimal import Decimal

import pytest

from programs.completion.rules import CompletionProgress, Criteria, evaluate

RULE = Criteria(Decimal("0.8"), Decimal("0.6"), all_units=True)
DONE = CompletionProgress(
    minutes_attended=80,
    minutes_held=100,
    sessions_to_come=0,
    units_done=4,
    units_total=4,
    quiz_share=Decimal("0.6"),
)


def test_who_meets_every_part_of_the_rule_completes():
    assert evaluate(DONE, RULE).is_complete


@pytest.mark.parametrize(
    "lack",
    [
        {"minutes_attended": 79},
        {"units_done": 3},
        {"quiz_share": Decimal("0.59")},
        {"quiz_share": None},
        {"sessions_to_come": 1},
    ],
)
def test_who_lacks_one_part_does_not(lack):
    assert not evaluate(replace(DONE, **lack), RULE).is_complete


def test_a_course_without_sessions_counts_as_attended():
    assert replace(DONE, minutes_attended=0, minutes_held=0).attendance_share == 1
