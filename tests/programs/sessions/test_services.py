"""Sessions are planned in advance; attendance is recorded from their start."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.completion.services import set_criteria
from programs.sessions import services
from tests.factories.programs import CohortFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db


def test_attendance_is_recorded_from_the_start_of_a_session_and_within_its_length(coordinator):
    cohort, now = CohortFactory(), timezone.now()
    enrolment, stranger = EnrolmentFactory(cohort=cohort), EnrolmentFactory()
    future, held = (
        services.plan_session(
            cohort=cohort, title=title, starts=starts, ends=starts + timedelta(minutes=90), by=coordinator
        )
        for title, starts in (("Later", now + timedelta(days=1)), ("Today", now - timedelta(hours=2)))
    )

    with pytest.raises(services.NotHeldYetError):
        services.record_attendance(session=future, minutes={enrolment.pk: 90}, by=coordinator)
    people = services.record_attendance(
        session=held, minutes={enrolment.pk: 500, stranger.pk: 90}, by=coordinator
    )

    assert people == 1
    assert [(row.enrolment, row.minutes) for row in held.attendance.all()] == [(enrolment, 90)]


def test_completion_criteria_are_set_once_for_a_cohort_and_replaced(coordinator):
    cohort = CohortFactory()

    for share in ("0.8", "0.9"):
        criteria = set_criteria(
            cohort=cohort, attendance_share=share, quiz_share="0.6", all_units=True, by=coordinator
        )

    criteria.refresh_from_db()
    assert float(criteria.attendance_share) == 0.9
