"""Completion criteria are set once for a cohort."""

import pytest

from programs.completion.services import set_criteria
from tests.factories.programs import CohortFactory

pytestmark = pytest.mark.django_db


def test_completion_criteria_are_set_once_for_a_cohort_and_replaced(coordinator):
    cohort = CohortFactory()

    for share in ("0.8", "0.9"):
        criteria = set_criteria(
            cohort=cohort, attendance_share=share, quiz_share="0.6", all_units=True, by=coordinator
        )

    criteria.refresh_from_db()
    assert float(criteria.attendance_share) == 0.9
