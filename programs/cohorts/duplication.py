"""Duplicating a cohort to new dates, with its quotas, staff and sessions."""

import zoneinfo
from datetime import date, datetime, timedelta

from django.db import transaction

from participants.accounts.models import User
from portal.access.row_copies import copy_rows
from portal.audit import services as audit
from portal.search import services as search
from programs.cohorts.models import Cohort
from programs.cohorts.services import lock
from programs.cohorts.signals import cohort_duplicated

COPIED = (
    "programme", "edition", "variant", "activity_type", "selection", "timezone", "languages", "capacity",
)  # fmt: skip


@transaction.atomic
def duplicate_cohort(*, cohort: Cohort, title: str, starts: date, by: User) -> Cohort:
    """Create a draft whose dates are moved so that it starts on `starts`.

    Times keep the hour of the clock in their own zone, also where daylight saving begins or ends in between. Packages
    above copy what belongs to the cohort when they receive `cohort_duplicated`.
    """
    cohort = lock(cohort)
    days = (starts - cohort.starts).days
    copy = Cohort.objects.create(
        **{name: getattr(cohort, name) for name in COPIED},
        title=title,
        starts=starts,
        ends=cohort.ends + timedelta(days=days),
        opens_at=moved(cohort.opens_at, days=days, zone=cohort.timezone),
        closes_at=moved(cohort.closes_at, days=days, zone=cohort.timezone),
    )
    copy_rows(cohort.quotas.all(), cohort=copy)
    copy_rows(cohort.staff.in_force(), cohort=copy)
    cohort_duplicated.send(sender=Cohort, cohort=cohort, copy=copy, by=by)
    audit.record(by, "cohort.duplicated", copy, original=cohort.pk)
    search.index(copy, title=copy.title, body=copy.programme.title)
    return copy


def moved(at: datetime, *, days: int, zone: str) -> datetime:
    """The same time of the clock in the zone, so many days later."""
    local = at.astimezone(zoneinfo.ZoneInfo(zone))
    return (local.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=local.tzinfo)
