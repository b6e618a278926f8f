"""What this package adds to a participant's course page: the attendance that is recorded for them."""

from typing import Any

from django.utils import timezone

from portal.access.users import AnyUser
from programs.cohorts.models import Enrolment
from programs.sessions.models import Attendance, Session


def own_attendance(_user: AnyUser, enrolments: list[Enrolment]) -> dict[Any, dict[str, Any]]:
    """The sessions that have started, each with the person's attendance; two queries."""
    started = Session.objects.filter(
        cohort__in=[enrolment.cohort_id for enrolment in enrolments],
        cancelled_at=None,
        starts__lte=timezone.now(),
    ).exclude(delivery_mode=Session.DeliveryMode.SELF_PACED)
    sessions = list(started.order_by("starts"))
    rows = {
        (row.enrolment_id, row.session_id): row for row in Attendance.objects.filter(enrolment__in=enrolments)
    }
    return {
        enrolment.pk: {
            "attendance": [
                (session, rows.get((enrolment.pk, session.pk)))
                for session in sessions
                if session.cohort_id == enrolment.cohort_id
            ]
        }
        for enrolment in enrolments
    }
