from dataclasses import replace
from decimal import Decimal

import pytest

from programs.completion.rules import CompletionProgress, Criteria, evaluate

CRITERIA = Criteria(Decimal("0.8"), Decimal("0.6"), all_units=True)
COMPLETE = CompletionProgress(
    minutes_attended=80,
    minutes_held=100,
    sessions_to_come=0,
    units_done=4,
    units_total=4,
    quiz_share=Decimal("0.6"),
)


def test_meeting_every_criterion_completes_the_course():
    assert evaluate(COMPLETE, CRITERIA).is_complete


@pytest.mark.parametrize(
    "missing",
    [
        {"minutes_attended": 79},
        {"units_done": 3},
        {"quiz_share": Decimal("0.59")},
        {"quiz_share": None},
        {"sessions_to_come": 1},
    ],
)
def test_missing_one_criterion_does_not_complete_the_course(missing):
    assert not evaluate(replace(COMPLETE, **missing), CRITERIA).is_complete


def test_a_course_without_sessions_counts_as_attended():
    assert replace(COMPLETE, minutes_attended=0, minutes_held=0).attendance_share == 1
