"""Writing and publishing editions of modules, and linking modules to needs."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.organisations.models import Organisation
from portal.access.errors import DomainError, StaleRevisionError
from portal.access.row_copies import copy_rows
from portal.audit import services as audit
from portal.search import services as search
from programs.curriculum.models import CoverageCell, Edition, Module
from programs.curriculum.signals import edition_created, edition_published


class EditionFrozenError(DomainError):
    code = "edition_frozen"
    message = _("This edition is published and cannot be changed. Create a new edition instead.")


class DraftExistsError(DomainError):
    code = "draft_exists"
    message = _("There is already a draft of the next edition.")


class EmptyEditionError(DomainError):
    code = "empty_edition"
    message = _("Add at least one section and one competency before you publish.")


class IncompleteEditionError(DomainError):
    code = "incomplete_edition"
    message = _(
        "Enter the objectives and the hours of the edition before you publish. Certificates state both."
    )


def lock_draft(edition: Edition) -> Edition:
    """Read the draft edition again and lock it until the transaction ends. Raises `EditionFrozenError`."""
    edition = Edition.objects.select_for_update(of=("self",)).select_related("module").get(pk=edition.pk)
    if edition.state != Edition.State.DRAFT:
        raise EditionFrozenError
    return edition


@transaction.atomic
def create_module(*, code: str, title: str, owner: Organisation, by: User) -> Edition:
    """Create a module with the draft of its first edition."""
    module = Module.objects.create(code=code, title=title, owner=owner)
    edition = Edition.objects.create(module=module, number=1)
    audit.record(by, "module.created", module)
    search.index(module, title=f"{module.code} {module.title}")
    return edition


@transaction.atomic
def save_edition(*, edition: Edition, revision: int, by: User, **fields: Any) -> Edition:
    """Change a draft. Raises `EditionFrozenError`, `StaleRevisionError`."""
    edition = lock_draft(edition)
    if edition.revision != revision:
        raise StaleRevisionError
    for name, value in fields.items():
        setattr(edition, name, value)
    edition.revision += 1
    edition.save(update_fields=[*fields, "revision", "updated_at"])
    audit.record(by, "edition.saved", edition)
    return edition


@transaction.atomic
def set_coverage(*, edition: Edition, competency: Any, depth: str, level: int, by: User) -> CoverageCell:
    edition = lock_draft(edition)
    cell, _created = CoverageCell.objects.update_or_create(
        edition=edition, competency=competency, defaults={"depth": depth, "level": level}
    )
    audit.record(by, "edition.coverage_set", edition)
    return cell


@transaction.atomic
def publish(*, edition: Edition, approved_by: Organisation, approved_on: datetime.date, by: User) -> Edition:
    """Publish the edition and retire the one published before.

    Raises `EmptyEditionError`, `IncompleteEditionError`.

    Higher packages freeze what belongs to the edition in the same transaction, or raise an error, when they receive
    the signal `edition_published`.
    """
    Module.objects.select_for_update().get(pk=edition.module_id)
    edition = lock_draft(edition)
    if not edition.sections.exists() or not edition.coverage.exists():
        raise EmptyEditionError
    if not edition.objectives.strip() or not edition.hours:
        raise IncompleteEditionError
    Edition.objects.filter(module=edition.module_id, state=Edition.State.PUBLISHED).update(
        state=Edition.State.RETIRED
    )
    edition.state, edition.published_at, edition.published_by = Edition.State.PUBLISHED, timezone.now(), by
    edition.approved_by, edition.approved_on = approved_by, approved_on
    edition.save(
        update_fields=["state", "published_at", "published_by", "approved_by", "approved_on", "updated_at"]
    )
    audit.record(by, "edition.published", edition)
    edition_published.send(sender=Edition, edition=edition)
    return edition


@transaction.atomic
def create_next_edition(*, module: Module, by: User) -> Edition:
    """Create a draft as a copy of the last edition, including units and files. Raises `DraftExistsError`."""
    Module.objects.select_for_update().get(pk=module.pk)
    last = module.editions.order_by("-number").first()
    if last is None or last.state == Edition.State.DRAFT:
        raise DraftExistsError
    edition = Edition.objects.create(
        module=module,
        number=last.number + 1,
        summary=last.summary,
        objectives=last.objectives,
        contact_hours=last.contact_hours,
        self_study_hours=last.self_study_hours,
        assessment_hours=last.assessment_hours,
    )
    sections = copy_rows(last.sections.all(), edition=edition)
    copy_rows(last.coverage.all(), edition=edition)
    edition_created.send(sender=Edition, edition=edition, sections=sections, by=by)
    audit.record(by, "edition.created", edition)
    return edition
