"""Planning, changing and cancelling sessions, and calendar feeds."""

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
from portal.access.delete_guards import require_no_dependants
from portal.access.locking import lock_for_update
from portal.access.row_copies import copy_rows
from portal.audit import services as audit
from portal.links import services as links
from portal.links.models import SignedLink
from programs.cohorts.duplication import moved
from programs.cohorts.models import Cohort
from programs.sessions.models import Session, SessionFaculty


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
def cancel_sessions_to_come(*, cohort: Cohort, by: User) -> None:
    for session in Session.objects.filter(cohort=cohort, cancelled_at=None, ends__gt=timezone.now()):
        cancel_session(session=session, by=by)


@transaction.atomic
def copy_sessions(*, cohort: Cohort, copy: Cohort, by: User) -> None:
    """Copy the sessions and their faculty, moved with the first day of the cohort. Links and venues stay."""
    days = (copy.starts - cohort.starts).days
    originals = Session.objects.filter(cohort=cohort, cancelled_at=None)
    copies = copy_rows(originals, cohort=copy)
    for session in copies.values():
        session.starts, session.ends = (
            moved(at, days=days, zone=session.timezone) for at in (session.starts, session.ends)
        )
        session.sequence = 0
    Session.objects.bulk_update(copies.values(), ["starts", "ends", "sequence"])
    copy_rows(SessionFaculty.objects.filter(session__in=originals), session=copies)
    if copies:
        audit.record(by, "session.copied", copy, sessions=len(copies))


@transaction.atomic
def remove_session(*, session: Session, by: User) -> Cohort:
    """Remove a session that was planned by mistake. Raises `InUseError` if attendance or a survey refers to it."""
    session = lock_for_update(session)
    require_no_dependants(
        session,
        parts=("faculty", "meeting_lists"),
        message=_(
            "Attendance or a survey refers to this session, so it cannot be removed. Cancel it instead."
        ),
    )
    cohort = session.cohort
    audit.record(by, "session.removed", cohort, title=session.title)
    session.delete()
    return cohort


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
