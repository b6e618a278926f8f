"""Writing units of a draft edition; a published one is frozen by the database. The edition is held first."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from participants.accounts.models import User
from portal.access.row_copies import copy_rows
from portal.access.rows import DeletedError, lock_for_update, renumber, shift, update_with_revision
from portal.audit import services as audit
from portal.files import services as files
from programs.curriculum.models import Section
from programs.curriculum.services import lock_draft
from programs.learning.models import Quiz, Unit


@transaction.atomic
def add_unit(*, section: Section, by: User, quiz: dict[str, Any] | None = None, **fields: Any) -> Unit:
    """Add a unit at the end of the section, which owns its file; `quiz` holds the test's settings.

    Raises `EditionFrozenError`, `GoneError`.
    """
    edition = lock_draft(section.edition)
    section = lock_for_update(section)
    unit = Unit.objects.create(section=section, position=_next_place(section), **fields)
    _set_test(unit, quiz)
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
    **fields: Any,
) -> Unit:
    """Change a unit, its kind too; to another `section` of its edition it goes at the end.

    Raises `EditionFrozenError`, `GoneError`, `StaleRevisionError` when another hand saved first.
    """
    edition = lock_draft(unit.section.edition)
    unit = update_with_revision(unit, revision=revision, **fields)
    if section is not None and section.pk != unit.section_id:
        _take_to(unit, lock_for_update(section))
    _set_test(unit, quiz)
    audit.record(by, "unit.saved", edition, unit=str(unit.public_id))
    return unit


def _set_test(unit: Unit, quiz: dict[str, Any] | None) -> None:
    """Nobody has sat the test of a draft, so that one which became a text loses nothing."""
    if unit.kind == Unit.Kind.QUIZ:
        Quiz.objects.update_or_create(unit=unit, defaults=quiz or {"phase": Quiz.Phase.PRACTICE})
    else:
        Quiz.objects.filter(unit=unit).delete()


def _take_to(unit: Unit, section: Section) -> None:
    """Call with the edition held. The file goes along: its section decides who may read it, and may be removed."""
    if section.edition_id != unit.section.edition_id:
        raise DeletedError
    left = unit.section
    unit.section, unit.position = section, _next_place(section)
    unit.save(update_fields=["section", "position", "updated_at"])
    renumber(left.units.all())
    if unit.file is not None:
        files.transfer_ownership(unit.file, of=left, to=section)


def copy_contents(sections: Mapping[int, Section]) -> None:
    """Fill the sections of a new edition with the units of the last: `sections` is the id of each old section
    -> the new one.

    Each file is stored once more, for its section decides who may read it.
    """
    old = list(Unit.objects.filter(section__in=sections).select_related("file"))
    units = copy_rows(Unit.objects.filter(section__in=sections), section=sections)
    copy_rows(Quiz.objects.filter(unit__in=units), unit=units)
    shown = [(units[unit.pk], unit.file) for unit in old if unit.file is not None]
    for unit, file in shown:
        unit.file = files.copy(file, to=unit.section)
    Unit.objects.bulk_update([unit for unit, _file in shown], ["file"])


def _next_place(section: Section) -> int:
    return int(section.units.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def move_unit(*, unit: Unit, step: int, by: User) -> None:
    """One place up (-1) or down (1) in its section; at the end it stays. Raises `EditionFrozenError`, `GoneError`."""
    edition = lock_draft(unit.section.edition)
    shift(unit, lock_for_update(unit).section.units.all(), step=step)
    audit.record(by, "unit.moved", edition, unit=str(unit.public_id))


@transaction.atomic
def remove_unit(*, unit: Unit, by: User) -> None:
    """With its test; those after it move up. Raises `EditionFrozenError`, `GoneError`."""
    edition = lock_draft(unit.section.edition)
    unit = lock_for_update(unit)
    audit.record(by, "unit.removed", edition, unit=str(unit.public_id))
    unit.delete()
    renumber(unit.section.units.all())
