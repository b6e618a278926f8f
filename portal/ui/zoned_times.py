"""Start and end of an event in a form, in the time zone of the event. Browsers send times without a zone."""

import zoneinfo
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

FIELDS = ("starts", "ends")


def naive_times_of(row: Any, names: Sequence[str] = FIELDS) -> dict[str, datetime]:
    """Initial values of the form: the times of the row as a clock in its time zone shows them."""
    zone = zoneinfo.ZoneInfo(row.timezone)
    return {name: timezone.make_naive(getattr(row, name), zone) for name in names}


def aware_times_of(cleaned: dict[str, Any], names: Sequence[str] = FIELDS) -> dict[str, datetime]:
    """The cleaned times, interpreted in the time zone that was chosen in the same form."""
    zone = cleaned.get("timezone")
    times = {}
    for name in names:
        moment = cleaned.get(name)
        if zone and isinstance(moment, datetime):
            naive = timezone.make_naive(moment) if timezone.is_aware(moment) else moment
            times[name] = naive.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    return times
