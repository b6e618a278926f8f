"""The page of a course leads to what belongs to it once it is finished."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluations.reforms.models import ReformPlan
from programs.sessions.models import Attendance, Session
from tests.factories import completions

pytestmark = pytest.mark.django_db


def test_a_finished_course_shows_attendance_and_leads_to_the_reform_plan(client_of):
    cohort = completions.cohort()
    enrolment = completions.completion(cohort).enrolment
    enrolment.refresh_from_db()
    now = timezone.now()
    session = Session.objects.create(
        cohort=cohort,
        title="Opening",
        timezone="UTC",
        starts=now - timedelta(hours=3),
        ends=now - timedelta(hours=2),
    )
    Attendance.objects.create(session=session, enrolment=enrolment, minutes=30)

    page = client_of(enrolment.person.user).get(
        reverse("programs:learning:course", args=[enrolment.public_id])
    )

    text = page.content.decode()
    assert "50%" in text
    assert reverse("evaluations:reforms:new", args=[enrolment.public_id]) in text
    assert not ReformPlan.objects.exists()
