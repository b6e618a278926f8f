"""Planning, changing and cancelling sessions, and calendar feeds."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from participants.accounts.models import User
from participants.people.models import Person
from portal.audit import services as audit
from portal.links import services as links
from portal.links.models import SignedLink
from programs.cohorts.models import Cohort
from programs.sessions.models import Session


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
