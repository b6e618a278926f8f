"""Recording progress in units."""

from django.utils import timezone

from programs.cohorts.models import Enrolment
from programs.learning.models import Progress, Unit


def open_unit(*, enrolment: Enrolment, unit: Unit) -> Progress:
    """Record that the unit was opened; repeated calls create no second row."""
    progress, _created = Progress.objects.get_or_create(enrolment=enrolment, unit=unit)
    return progress


def finish_unit(*, enrolment: Enrolment, unit: Unit) -> Progress:
    progress = open_unit(enrolment=enrolment, unit=unit)
    Progress.objects.filter(pk=progress.pk, done_at=None).update(done_at=timezone.now())
    progress.refresh_from_db(fields=["done_at"])
    return progress
