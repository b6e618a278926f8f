"""Adding, changing, moving and removing units of a draft edition, which is locked first."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessments.competencies.models import Competency
from participants.accounts.models import User
from portal.access.locking import DeletedError, lock_for_update, update_with_revision
from portal.access.ordering import renumber, shift
from portal.access.row_copies import copy_rows
from portal.audit import services as audit
from portal.files import services as files
from programs.curriculum.models import Section
from programs.curriculum.services import lock_draft
from programs.learning.models import Quiz, Unit, UnitCompetency


@transaction.atomic
def add_unit(
    *,
    section: Section,
    by: User,
    quiz: dict[str, Any] | None = None,
    competencies: Iterable[Competency] = (),
    **fields: Any,
) -> Unit:
    """Add a unit at the end of the section, which owns its file; `quiz` has the settings of a test.

    Raises `EditionFrozenError`, `DeletedError`.
    """
    edition = lock_draft(section.edition)
    section = lock_for_update(section)
    unit = Unit.objects.create(section=section, position=_next_position(section), **fields)
    _set_quiz(unit, quiz)
    _set_competencies(unit, competencies)
    audit.record(by, "unit.added", edition, unit=str(unit.public_id))
    return unit


@transaction.atomic
def save_unit(
    *,
    unit: Unit,
    revision: int,
    by: User,
    quiz: dict[str, Any] | None = None,
    section: Section | None = None,
    competencies: Iterable[Competency] | None = None,
    **fields: Any,
) -> Unit:
    """Change a unit and its kind; with another `section` of the edition it moves to the end of that section.

    Raises `EditionFrozenError`, `DeletedError`, `StaleRevisionError`.
    """
    edition = lock_draft(unit.section.edition)
    unit = update_with_revision(unit, revision=revision, **fields)
    if section is not None and section.pk != unit.section_id:
        _move_to(unit, lock_for_update(section))
    _set_quiz(unit, quiz)
    if competencies is not None:
        _set_competencies(unit, competencies)
    audit.record(by, "unit.saved", edition, unit=str(unit.public_id))
    return unit


def _set_competencies(unit: Unit, competencies: Iterable[Competency]) -> None:
    """Replace the competencies that the unit teaches; those that the edition does not cover are ignored."""
    chosen = {competency.pk for competency in competencies} & set(
        unit.section.edition.coverage.values_list("competency", flat=True)
    )
    UnitCompetency.objects.filter(unit=unit).exclude(competency__in=chosen).delete()
    UnitCompetency.objects.bulk_create(
        [UnitCompetency(unit=unit, competency_id=pk) for pk in sorted(chosen)], ignore_conflicts=True
    )


def _set_quiz(unit: Unit, quiz: dict[str, Any] | None) -> None:
    """Create, update or delete the unit's test. A draft has no attempts that could be lost."""
    if unit.kind == Unit.Kind.QUIZ:
        Quiz.objects.update_or_create(unit=unit, defaults=quiz or {"phase": Quiz.Phase.PRACTICE})
    else:
        Quiz.objects.filter(unit=unit).delete()


def _move_to(unit: Unit, section: Section) -> None:
    """Move the unit and the ownership of its file, on which access depends. Lock the edition first."""
    if section.edition_id != unit.section.edition_id:
        raise DeletedError
    old_section = unit.section
    unit.section, unit.position = section, _next_position(section)
    unit.save(update_fields=["section", "position", "updated_at"])
    renumber(old_section.units.all())
    if unit.file is not None:
        files.transfer_ownership(unit.file, of=old_section, to=section)


def copy_contents(sections: Mapping[int, Section]) -> None:
    """Copy the units to the sections of a new edition; `sections` maps the id of each old section to the new one.

    Files are copied too, since their section decides who may read them.
    """
    old = list(Unit.objects.filter(section__in=sections).select_related("file"))
    units = copy_rows(Unit.objects.filter(section__in=sections), section=sections)
    copy_rows(Quiz.objects.filter(unit__in=units), unit=units)
    copy_rows(UnitCompetency.objects.filter(unit__in=units), unit=units)
    with_file = [(units[unit.pk], unit.file) for unit in old if unit.file is not None]
    for unit, file in with_file:
        unit.file = files.copy(file, to=unit.section)
    Unit.objects.bulk_update([unit for unit, _file in with_file], ["file"])


def _next_position(section: Section) -> int:
    return int(section.units.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def move_unit(*, unit: Unit, step: int, by: User) -> None:
    """Move the unit up (-1) or down (1) in its section. Raises `EditionFrozenError`, `DeletedError`."""
    edition = lock_draft(unit.section.edition)
    shift(unit, lock_for_update(unit).section.units.all(), step=step)
    audit.record(by, "unit.moved", edition, unit=str(unit.public_id))


@transaction.atomic
def remove_unit(*, unit: Unit, by: User) -> None:
    """Remove the unit with its test. Raises `EditionFrozenError`, `DeletedError`."""
    edition = lock_draft(unit.section.edition)
    unit = lock_for_update(unit)
    audit.record(by, "unit.removed", edition, unit=str(unit.public_id))
    unit.delete()
    renumber(unit.section.units.all())
