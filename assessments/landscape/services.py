"""Services of training offers."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.competencies.models import Competency
from assessments.landscape.models import ExternalProgramme, JudgeCount
from participants.accounts.models import User
from participants.organisations.models import Jurisdiction
from portal.access.locking import lock_for_update, update_with_revision
from portal.audit import services as audit
from portal.search import services as search


@transaction.atomic
def register(
    *, competencies: Iterable[Competency], jurisdictions: Iterable[Jurisdiction], by: User, **fields: Any
) -> ExternalProgramme:
    offer = ExternalProgramme.objects.create(registered_by=by, **fields)
    offer.competencies.set(competencies)
    offer.jurisdictions.set(jurisdictions)
    audit.record(by, "offer.created", offer)
    index(offer)
    return offer


@transaction.atomic
def save(
    *,
    offer: ExternalProgramme,
    revision: int,
    competencies: Iterable[Competency],
    jurisdictions: Iterable[Jurisdiction],
    by: User,
    **fields: Any,
) -> ExternalProgramme:
    """Raises StaleRevisionError when someone else saved first."""
    changed = update_with_revision(offer, revision=revision, **fields)
    changed.competencies.set(competencies)
    changed.jurisdictions.set(jurisdictions)
    audit.record(by, "offer.saved", changed)
    index(changed)
    return changed


@transaction.atomic
def withdraw(*, offer: ExternalProgramme, by: User) -> ExternalProgramme:
    """Withdraw the offer. Decisions that refer to it do not change."""
    return _set_withdrawn(offer, timezone.now(), "offer.withdrawn", by)


@transaction.atomic
def restore(*, offer: ExternalProgramme, by: User) -> ExternalProgramme:
    return _set_withdrawn(offer, None, "offer.restored", by)


def _set_withdrawn(offer: ExternalProgramme, moment: Any, act: str, by: User) -> ExternalProgramme:
    locked = lock_for_update(offer)
    if (locked.withdrawn_at is None) == (moment is None):  # clicked twice
        return locked
    audit.record(by, act, locked)
    changed = update_with_revision(locked, revision=locked.revision, withdrawn_at=moment)
    index(changed)
    return changed


def index(offer: ExternalProgramme) -> None:
    """Withdrawn offers are removed from the search."""
    if offer.withdrawn_at is not None:
        search.drop(offer)
    else:
        search.index(offer, title=offer.title, body=f"{offer.organisation} {offer.summary}")


def forget(offer: ExternalProgramme) -> None:
    """Delete an imported offer that nothing refers to."""
    search.drop(offer)
    offer.delete()


@transaction.atomic
def record_judge_count(
    *, jurisdiction: Jurisdiction, year: int, judges: int, source: str, by: User
) -> JudgeCount:
    """A second number for the year replaces the first; the history keeps both."""
    count, _made = JudgeCount.objects.update_or_create(
        jurisdiction=jurisdiction, year=year, defaults={"judges": judges, "source": source, "entered_by": by}
    )
    audit.record(by, "judges.count_recorded", count, judges=judges)
    return count
