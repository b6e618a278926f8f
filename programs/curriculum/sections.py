"""Adding, changing, ordering and removing sections of a draft edition, which is locked first."""

from django.db import transaction
from django.db.models import Max

from participants.accounts.models import User
from portal.access.locking import lock_for_update, update_with_revision
from portal.access.ordering import renumber, shift
from portal.audit import services as audit
from programs.curriculum.models import Edition, Section
from programs.curriculum.services import lock_draft


@transaction.atomic
def add_section(*, edition: Edition, title: str, by: User) -> Section:
    """Add a section at the end. Raises `EditionFrozenError`."""
    edition = lock_draft(edition)
    last = edition.sections.aggregate(last=Max("position"))["last"] or 0
    section = Section.objects.create(edition=edition, position=last + 1, title=title)
    audit.record(by, "edition.section_added", edition)
    return section


@transaction.atomic
def save_section(*, section: Section, revision: int, title: str, by: User) -> Section:
    """Rename a section. Raises `EditionFrozenError`, `DeletedError`, `StaleRevisionError`."""
    edition = lock_draft(section.edition)
    section = update_with_revision(section, revision=revision, title=title)
    audit.record(by, "edition.section_saved", edition, section=str(section.public_id))
    return section


@transaction.atomic
def move_section(*, section: Section, step: int, by: User) -> None:
    """Move a section up (-1) or down (1). Raises `EditionFrozenError`, `DeletedError`."""
    edition = lock_draft(section.edition)
    shift(section, edition.sections.all(), step=step)
    audit.record(by, "edition.section_moved", edition, section=str(section.public_id))


@transaction.atomic
def remove_section(*, section: Section, by: User) -> None:
    """Remove a section with its units. Raises `EditionFrozenError`, `DeletedError`.

    Nobody has progress in units of a draft, since cohorts use published editions.
    """
    edition = lock_draft(section.edition)
    lock_for_update(section).delete()
    renumber(edition.sections.all())
    audit.record(by, "edition.section_removed", edition, section=str(section.public_id))
