"""Writing and publishing editions of modules, and linking modules to needs."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.needs import decisions
from assessments.needs.decision_models import NeedDecision
from assessments.needs.errors import ReasonMissingError
from assessments.needs.models import TrainingNeed
from participants.accounts.models import User
from participants.organisations.models import Organisation
from portal.access.errors import DomainError, StaleRevisionError
from portal.access.locking import lock_for_update
from portal.access.row_copies import copy_rows
from portal.audit import services as audit
from portal.search import services as search
from programs.curriculum.models import CoverageCell, Edition, Module, ModuleNeed
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


class DecidedOtherwiseError(DomainError):
    code = "decided_otherwise"
    message = _("A decision says that something else addresses this need. Record a new decision first.")


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
    """Publish the edition and retire the one published before. Raises `EmptyEditionError`.

    Higher packages freeze what belongs to the edition in the same transaction, or raise an error, when they receive
    the signal `edition_published`.
    """
    Module.objects.select_for_update().get(pk=edition.module_id)
    edition = lock_draft(edition)
    if not edition.sections.exists() or not edition.coverage.exists():
        raise EmptyEditionError
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


@transaction.atomic
def answer_need(*, need: TrainingNeed, module: Module, evidence: str, by: User) -> ModuleNeed:
    """Record that the module addresses the need, optionally with evidence. Raises `DecidedOtherwiseError`."""
    need = lock_for_update(need)
    require_training(need)
    answer = link_module(need=need, module=module, evidence=evidence, by=by)
    mark_answered(need)
    return answer


def require_training(need: TrainingNeed) -> None:
    """Raise `DecidedOtherwiseError` if the current decision is not to address the need by training."""
    decision = decisions.current(need)
    if decision is not None and decision.kind not in (*NeedDecision.BY_TRAINING, NeedDecision.Kind.REOPENED):
        raise DecidedOtherwiseError


def link_module(*, need: TrainingNeed, module: Module, evidence: str, by: User) -> ModuleNeed:
    """Create or update the link only. Lock the need first."""
    answer, _created = ModuleNeed.objects.update_or_create(
        module=module, training_need=need, defaults={"evidence": evidence, "stated_by": by}
    )
    audit.record(by, "need.answered", need, module=str(module.public_id))
    return answer


def mark_answered(need: TrainingNeed) -> None:
    need.state, need.reason = TrainingNeed.State.ANSWERED, ""
    need.save(update_fields=["state", "reason", "updated_at"])


@transaction.atomic
def withdraw_answer(*, answer: ModuleNeed, reason: str, by: User) -> TrainingNeed:
    """Remove the link; if nothing else addresses the need, it is reopened for a decision.

    The reason is stored on the need and in its history. Raises DeletedError, ReasonMissingError.
    """
    if not reason.strip():
        raise ReasonMissingError
    need = lock_for_update(answer.training_need)
    answer = lock_for_update(answer)
    answer.delete()
    audit.record(
        by, "need.answer_withdrawn", need, module=str(answer.module.public_id), reason=reason.strip()
    )
    # Through the relation, since the higher package `programmes` cannot be imported here.
    by_programme: Any = need.programme_answers
    if not ModuleNeed.objects.filter(training_need=need).exists() and not by_programme.exists():
        decisions.reopen(need=need, reason=reason, by=by)
        need.refresh_from_db()
    return need
