"""Planning, changing and cancelling sessions, recording attendance, and calendar feeds."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.people.models import Person
from portal.access.errors import DomainError
from portal.audit import services as audit
from portal.links import services as links
from portal.links.models import SignedLink
from programs.cohorts.models import Cohort, Enrolment
from programs.sessions.models import Attendance, Session


class NotHeldYetError(DomainError):
    code = "not_held_yet"
    message = _("You can record attendance once the session has started.")


@transaction.atomic
def plan_session(*, cohort: Cohort, by: User, **fields: Any) -> Session:
    session = Session.objects.create(cohort=cohort, **fields)
    audit.record(by, "session.planned", session)
    return session


@transaction.atomic
def change_session(*, session: Session, by: User, **fields: Any) -> Session:
    """Change a session and increment its sequence number, so that calendars replace the old event."""
    for name, value in fields.items():
        setattr(session, name, value)
    session.sequence = F("sequence") + 1
    session.save(update_fields=[*fields, "sequence", "updated_at"])
    session.refresh_from_db()
    audit.record(by, "session.changed", session)
    return session


@transaction.atomic
def cancel_session(*, session: Session, by: User) -> Session:
    if session.cancelled_at is None:
        session = change_session(session=session, by=by, cancelled_at=timezone.now())
    return session


@transaction.atomic
def record_attendance(*, session: Session, minutes: Mapping[int, int], by: User) -> int:
    """Set minutes (0 to the session's length) by enrolment id; ids of other cohorts are ignored.

    Returns the number of people. Raises `NotHeldYetError`.
    """
    if session.starts > timezone.now():
        raise NotHeldYetError
    own = set(
        Enrolment.objects.filter(cohort=session.cohort_id, pk__in=minutes)
        .seated()
        .values_list("pk", flat=True)
    )
    rows = [
        Attendance(session=session, enrolment_id=pk, minutes=min(max(0, minutes[pk]), session.minutes))
        for pk in sorted(own)
    ]
    Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["minutes", "source", "recorded_at"],
    )
    audit.record(by, "attendance.recorded", session, people=len(rows))
    return len(rows)


@transaction.atomic
def renew_feed(*, person: Person, by: User) -> str:
    """Create a new secret URL for the person's calendar feed; earlier ones stop working."""
    person_type = ContentType.objects.get_for_model(Person)
    for link in SignedLink.objects.filter(
        purpose="calendar", target_type=person_type, target_id=person.pk
    ).usable():
        links.revoke(link)
    _link, token = links.make("calendar", person, by=by)
    audit.record(by, "calendar.renewed", person)
    return settings.SITE_URL + reverse("programs:sessions:feed", args=[token])
