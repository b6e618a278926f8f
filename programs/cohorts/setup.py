"""Creating and changing cohorts and quotas. More seats or a higher quota promote waiting people at once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.organisations.models import Jurisdiction
from portal.access.errors import DomainError, StaleRevisionError
from portal.audit import services as audit
from portal.search import services as search
from programs.cohorts.models import Cohort, Enrolment, Quota
from programs.cohorts.services import lock, promote_waiting
from programs.programmes.models import Programme


class SeatsTakenError(DomainError):
    code = "seats_taken"
    field = "capacity"
    message = _("More people are already enrolled. Enter a higher number.")


@transaction.atomic
def create_cohort(*, programme: Programme, by: User, **fields: Any) -> Cohort:
    cohort = Cohort.objects.create(programme=programme, **fields)
    audit.record(by, "cohort.created", cohort)
    search.index(cohort, title=cohort.title, body=programme.title)
    return cohort


@transaction.atomic
def save_cohort(*, cohort: Cohort, revision: int, by: User, **fields: Any) -> Cohort:
    """Change the cohort. Raises `StaleRevisionError`, `SeatsTakenError` if fewer seats than enrolments remain."""
    cohort = lock(cohort)
    if cohort.revision != revision:
        raise StaleRevisionError
    if fields.get("capacity", cohort.capacity) < Enrolment.objects.filter(cohort=cohort).seated().count():
        raise SeatsTakenError
    for name, value in fields.items():
        setattr(cohort, name, value)
    cohort.revision += 1
    cohort.save(update_fields=[*fields, "revision", "updated_at"])
    audit.record(by, "cohort.saved", cohort)
    search.index(cohort, title=cohort.title, body=cohort.programme.title)
    promote_waiting(cohort=cohort)
    return cohort


@transaction.atomic
def set_quota(
    *, cohort: Cohort, jurisdiction: Jurisdiction, minimum: int, maximum: int | None, by: User
) -> Quota:
    cohort = lock(cohort)
    quota, _created = Quota.objects.update_or_create(
        cohort=cohort, jurisdiction=jurisdiction, defaults={"minimum": minimum, "maximum": maximum}
    )
    audit.record(by, "cohort.quota_set", cohort, jurisdiction=jurisdiction.pk)
    promote_waiting(cohort=cohort)
    return quota
