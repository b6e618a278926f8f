"""Creating and changing cohorts and quotas. More seats or a higher quota promote waiting people at once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.people.models import Person
from portal.access.errors import DomainError, StaleRevisionError
from portal.audit import services as audit
from portal.search import services as search
from programs.cohorts.models import Cohort, Enrolment, Quota, WaitingListEntry
from programs.cohorts.queries import seats_of
from programs.cohorts.seats import QuotaRule, Seats, select_promotions
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


def promotions_with(
    cohort: Cohort, *, capacity: int | None = None, quotas: Mapping[int, QuotaRule] | None = None
) -> list[Person]:
    """The people on the waiting list who would get a seat, and an email, with these seats and quotas."""
    if cohort.state not in (Cohort.State.OPEN, Cohort.State.RUNNING):
        return []
    seats = seats_of(cohort)
    seats = Seats(
        seats.capacity if capacity is None else capacity,
        seats.quotas if quotas is None else quotas,
        seats.seated,
    )
    entries = list(
        WaitingListEntry.objects.filter(cohort=cohort)
        .select_related("application__person")
        .order_by("position")
    )
    waiting = [entry.application.jurisdiction_id or 0 for entry in entries]
    return [entries[index].application.person for index in select_promotions(waiting, seats)]


@transaction.atomic
def set_quotas(*, cohort: Cohort, quotas: Mapping[int, QuotaRule], by: User) -> list[Enrolment]:
    """Set the quotas of all jurisdictions {id: rule}; others lose theirs. Returns those who got a seat."""
    cohort = lock(cohort)
    Quota.objects.filter(cohort=cohort).exclude(jurisdiction__in=quotas).delete()
    for jurisdiction_id, rule in quotas.items():
        Quota.objects.update_or_create(
            cohort=cohort,
            jurisdiction_id=jurisdiction_id,
            defaults={"minimum": rule.minimum, "maximum": rule.maximum},
        )
    audit.record(by, "cohort.quotas_set", cohort, jurisdictions=len(quotas))
    return promote_waiting(cohort=cohort)
