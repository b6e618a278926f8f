"""Adding, editing, archiving and merging jurisdictions, organisations and courts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.accounts.models import User
from participants.directory.countries import country
from participants.directory.errors import InUseError, MergedError
from participants.organisations.models import Court, Jurisdiction, Organisation
from portal.access.locking import lock_for_update, update_with_revision
from portal.audit import services as audit
from portal.languages.numbers import interpolate
from portal.search import services as search

MAX_NAME = Organisation._meta.get_field("name").max_length or 0


@transaction.atomic
def add_countries(*, codes: Iterable[str], by: User) -> list[Jurisdiction]:
    """Add a jurisdiction for each country that is not there yet; safe to repeat and under two hands."""
    countries = [country(code) for code in codes]
    existing = set(Jurisdiction.objects.values_list("code", flat=True))
    Jurisdiction.objects.bulk_create(
        [
            Jurisdiction(
                code=one.code, name=one.name, country=one.code, region=one.region, languages=one.languages,
                timezone=one.timezone or "UTC",
            )
            for one in countries
            if one.code not in existing
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    added = list(Jurisdiction.objects.filter(code__in={one.code for one in countries} - existing))
    for jurisdiction in added:
        audit.record(by, "jurisdiction.added", jurisdiction)
    return added


@transaction.atomic
def add_jurisdiction(*, by: User, revision: int = 1, **fields: Any) -> Jurisdiction:  # noqa: ARG001  # the form's field
    jurisdiction = Jurisdiction.objects.create(**fields)
    audit.record(by, "jurisdiction.added", jurisdiction)
    return jurisdiction


@transaction.atomic
def save_jurisdiction(*, jurisdiction: Jurisdiction, revision: int, by: User, **fields: Any) -> Jurisdiction:
    """Raises StaleRevisionError when someone else saved first."""
    saved = update_with_revision(jurisdiction, revision=revision, **fields)
    audit.record(by, "jurisdiction.saved", saved)
    return saved


@transaction.atomic
def archive_jurisdiction(*, jurisdiction: Jurisdiction, by: User) -> Jurisdiction:
    """Take the jurisdiction out of all lists of choices. Raises InUseError while it has active organisations."""
    locked = lock_for_update(jurisdiction)
    if Organisation.objects.in_use().filter(jurisdiction=locked).exists():
        raise InUseError
    return _set_archived(locked, "jurisdiction.archived", by)


@transaction.atomic
def restore_jurisdiction(*, jurisdiction: Jurisdiction, by: User) -> Jurisdiction:
    return _set_restored(lock_for_update(jurisdiction), "jurisdiction.restored", by)


@transaction.atomic
def save_owner_organisation(*, names: Sequence[str], previous_names: Iterable[str], by: User) -> None:
    """Add the organisation that runs the portal to the list of organisations, or rename it as its names change."""
    if not names:
        return
    known = Organisation.objects.filter(name__in=[*names, *previous_names]).order_by("pk")
    organisation = known.filter(archived_at=None).first() or known.first()
    if organisation is None:
        organisation, created = Organisation.objects.get_or_create(
            name=names[0], jurisdiction=None, defaults={"kind": Organisation.Kind.NETWORK}
        )
        if created:
            audit.record(by, "organisation.added", organisation)
    elif organisation.name not in names:
        organisation = update_with_revision(organisation, revision=organisation.revision, name=names[0])
        audit.record(by, "organisation.saved", organisation)
    search.index(organisation, title=organisation.name)


@transaction.atomic
def add_organisation(*, level: str, by: User, revision: int = 1, **fields: Any) -> Organisation:  # noqa: ARG001  # as above
    """Add an organisation; a court also gets its level."""
    organisation = Organisation.objects.create(**fields)
    _set_level(organisation, level)
    search.index(organisation, title=organisation.name)
    audit.record(by, "organisation.added", organisation)
    return organisation


@transaction.atomic
def save_organisation(
    *, organisation: Organisation, revision: int, level: str, by: User, **fields: Any
) -> Organisation:
    """Raises StaleRevisionError when someone else saved first, MergedError."""
    if organisation.merged_into_id:
        raise MergedError
    saved = update_with_revision(organisation, revision=revision, **fields)
    _set_level(saved, level)
    search.index(saved, title=saved.name)
    audit.record(by, "organisation.saved", saved)
    return saved


@transaction.atomic
def archive_organisation(*, organisation: Organisation, by: User) -> Organisation:
    return _set_archived(lock_for_update(organisation), "organisation.archived", by)


@transaction.atomic
def restore_organisation(*, organisation: Organisation, by: User) -> Organisation:
    """Raises MergedError: what was merged stays archived, because its records belong to another organisation."""
    locked = lock_for_update(organisation)
    if locked.merged_into_id:
        raise MergedError
    return _set_restored(locked, "organisation.restored", by)


@dataclass(frozen=True)
class Line:
    """One line of a pasted list; `problem` is empty for a line that can be added."""

    number: int
    name: str
    problem: str


def read_lines(text: str, *, jurisdiction: Jurisdiction | None) -> list[Line]:
    """The names in a pasted list, one a line, with what prevents each from being added."""
    known = {
        name.casefold()
        for name in Organisation.objects.filter(jurisdiction=jurisdiction).values_list("name", flat=True)
    }
    lines = []
    for number, raw in enumerate(text.splitlines(), 1):
        name = " ".join(raw.split())
        if not name:
            continue
        problem = ""
        if len(name) > MAX_NAME:
            problem = interpolate(_("The name is longer than %(n)s characters."), n=MAX_NAME)
        elif name.casefold() in known:
            problem = _("There is already an organisation with this name.")
        known.add(name.casefold())
        lines.append(Line(number, name, problem))
    return lines


@transaction.atomic
def add_lines(
    *, text: str, kind: str, level: str, jurisdiction: Jurisdiction | None, by: User
) -> tuple[list[Organisation], Sequence[Line]]:
    """Add the organisations of a pasted list. Returns those added, and the lines that were not."""
    lines = read_lines(text, jurisdiction=jurisdiction)
    added = [
        add_organisation(name=line.name, kind=kind, jurisdiction=jurisdiction, level=level, by=by)
        for line in lines
        if not line.problem
    ]
    return added, [line for line in lines if line.problem]


def _set_level(organisation: Organisation, level: str) -> None:
    if organisation.kind == Organisation.Kind.COURT and level:
        Court.objects.update_or_create(organisation=organisation, defaults={"level": level})


def _set_archived(row: Any, action: str, by: User) -> Any:
    if row.archived_at is None:  # otherwise clicked twice
        row = update_with_revision(row, revision=row.revision, archived_at=timezone.now())
        audit.record(by, action, row)
    return row


def _set_restored(row: Any, action: str, by: User) -> Any:
    if row.archived_at is not None:
        row = update_with_revision(row, revision=row.revision, archived_at=None)
        audit.record(by, action, row)
    return row
