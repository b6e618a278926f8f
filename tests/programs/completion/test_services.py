from datetime import timedelta

import pytest
from django.utils import timezone

from programs.completion.models import Completion, CompletionCriteria
from programs.completion.services import record_completions
from programs.sessions.models import Attendance
from tests.factories.programs import CohortFactory, EnrolmentFactory, SessionFactory


@pytest.fixture
def cohort(db):
    cohort = CohortFactory(state="running")
    CompletionCriteria.objects.create(cohort=cohort, attendance_share="0.5", quiz_share="0", all_units=False)
    return cohort


def test_completions_are_recorded_once_with_their_evidence(cohort, coordinator):
    session = SessionFactory(cohort=cohort)
    present, absent = EnrolmentFactory(cohort=cohort), EnrolmentFactory(cohort=cohort)
    Attendance.objects.create(session=session, enrolment=present, minutes=90)

    record_completions(cohort=cohort, by=coordinator)
    record_completions(cohort=cohort, by=coordinator)

    completion = Completion.objects.get()
    assert completion.enrolment == present
    assert completion.evidence["minutes_attended"] == 90
    absent.refresh_from_db()
    assert absent.state == "enrolled"


def test_nobody_completes_before_the_last_session(cohort, coordinator):
    EnrolmentFactory(cohort=cohort)
    soon = timezone.now() + timedelta(days=1)
    SessionFactory(cohort=cohort, starts=soon, ends=soon + timedelta(hours=1))

    assert record_completions(cohort=cohort, by=coordinator) == []
