"""The sections of a draft edition: written, ordered and taken away. The edition is held first, so that two
hands queue.
"""

from django.db import transaction
from django.db.models import Max

from participants.accounts.models import User
from portal.access.rows import lock_for_update, renumber, shift, update_with_revision
from portal.audit import services as audit
from programs.curriculum.models import Edition, Section
from programs.curriculum.services import lock_draft


@transaction.atomic
def add_section(*, edition: Edition, title: str, by: User) -> Section:
    """A section at the end. Raises `EditionFrozenError`."""
    edition = lock_draft(edition)
    last = edition.sections.aggregate(last=Max("position"))["last"] or 0
    section = Section.objects.create(edition=edition, position=last + 1, title=title)
    audit.record(by, "edition.part_added", edition)
    return section


@transaction.atomic
def save_section(*, section: Section, revision: int, title: str, by: User) -> Section:
    """Raises `EditionFrozenError`, `GoneError`, `StaleRevisionError` when another hand saved first."""
    edition = lock_draft(section.edition)
    section = update_with_revision(section, revision=revision, title=title)
    audit.record(by, "edition.part_saved", edition, section=str(section.public_id))
    return section


@transaction.atomic
def move_section(*, section: Section, step: int, by: User) -> None:
    """One place up (-1) or down (1); at the end it stays. Raises `EditionFrozenError`, `GoneError`."""
    edition = lock_draft(section.edition)
    shift(section, edition.sections.all(), step=step)
    audit.record(by, "edition.part_moved", edition, section=str(section.public_id))


@transaction.atomic
def remove_section(*, section: Section, by: User) -> None:
    """With its units; those after it move up. Raises `EditionFrozenError`, `GoneError`.

    Nobody has begun the units of a draft: cohorts are taught what is published.
    """
    edition = lock_draft(section.edition)
    lock_for_update(section).delete()
    renumber(edition.sections.all())
    audit.record(by, "edition.part_removed", edition, section=str(section.public_id))
