"""Automatic reminders: a plan of days before closing, checked by a scheduled task. No email is sent twice or
too often.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.collection.errors import CollectionClosedError
from assessments.collection.invitations import AT_ONCE, REMIND, send_reminders
from assessments.collection.models import Collection
from assessments.collection.outreach_models import PlannedReminder, ReminderPlan
from portal.access.users import Actor
from portal.audit import services as audit
from portal.jobs import services as jobs

MAX_DAYS, MOST_REMINDERS = 90, 5


def days_in(typed: str) -> list[int]:
    """Parse days before closing, separated by commas or semicolons of any script. Raises ValidationError."""
    parts = typed.replace(";", ",").replace("،", ",").split(",")
    days = [day.strip() for day in parts if day.strip()]
    if not all(day.isdecimal() and 1 <= int(day) <= MAX_DAYS for day in days):
        raise ValidationError(_("Enter whole numbers from 1 to 90, separated by commas."), code="not_days")
    if len(days) > MOST_REMINDERS:
        raise ValidationError(_("Enter 5 reminders or fewer."), code="too_many")
    return [int(day) for day in days]


@transaction.atomic
def plan(*, collection: Collection, days_before: Sequence[int], gap_days: int, by: Actor) -> None:
    """Plan on which days before closing reminders are sent. No days removes the plan. Raises
    `CollectionClosedError`.
    """
    collection = Collection.objects.select_for_update(no_key=True).get(pk=collection.pk)
    if collection.closes_at <= timezone.now():
        raise CollectionClosedError
    days = sorted(set(days_before), reverse=True)
    if days:
        ReminderPlan.objects.update_or_create(
            collection=collection,
            defaults={"days_before": days, "gap_days": gap_days, "set_at": timezone.now()},
        )
    else:
        ReminderPlan.objects.filter(collection=collection).delete()
    audit.record(by, "reminders.planned", collection, days_before=days, gap_days=gap_days)


def remind_due() -> int:
    """Send what is due in every open collection with a plan. Concurrent runs send no email twice. Returns the
    emails queued.
    """
    plans = ReminderPlan.objects.filter(collection__in=Collection.objects.open()).select_related("collection")
    return sum(_run(plan) for plan in plans)


def _run(plan: ReminderPlan) -> int:
    now = timezone.now()
    due = [moment for moment in plan.moments() if moment <= now]
    if not due:
        return 0
    planned = _begin(plan, due, now)
    if planned is None or planned.is_done:
        return 0
    recipients = plan.collection.invitations.to_remind(since=planned.since).count()
    if recipients > AT_ONCE:
        # From here on the job records the progress: an interrupted job is resumed and skips people who have
        # the email.
        params = {"since": planned.since.isoformat()}
        jobs.start(REMIND, key=str(plan.collection.public_id), by=None, target=plan.collection, params=params)
        _end(planned, recipients)
        return recipients
    try:
        sent = send_reminders(plan.collection, since=planned.since)
    except CollectionClosedError:  # it closed between two batches
        sent = 0
    _end(planned, sent)
    return sent


@transaction.atomic
def _begin(plan: ReminderPlan, due: Sequence[datetime], now: datetime) -> PlannedReminder | None:
    """Save the latest due time; earlier ones lapse. People who got an email after `since` are skipped."""
    collection = Collection.objects.select_for_update(no_key=True).get(pk=plan.collection_id)
    if not collection.is_open:
        return None
    since = now - timedelta(days=plan.gap_days)
    for moment in due[:-1]:
        PlannedReminder.objects.get_or_create(
            collection=collection, due_at=moment, defaults={"since": since, "is_done": True}
        )
    return PlannedReminder.objects.get_or_create(
        collection=collection, due_at=due[-1], defaults={"since": since}
    )[0]


@transaction.atomic
def _end(planned: PlannedReminder, people: int) -> None:
    changed = PlannedReminder.objects.filter(pk=planned.pk, is_done=False).update(is_done=True, people=people)
    if changed and people:
        audit.record(None, "reminders.sent", planned.collection, people=people)
