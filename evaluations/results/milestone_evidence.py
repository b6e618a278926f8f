"""Evidence for milestones. The state of a milestone is never stored: it follows from these rows."""

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.results.framework_editing import MilestoneCancelledError
from evaluations.results.models import Milestone, MilestoneEvidence
from participants.accounts.models import User
from portal.access.errors import DomainError
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from portal.files import services as files
from portal.files import uploads

EVIDENCE_KINDS = ("pdf", "image", "docx", "xlsx", "csv")


class OwnEvidenceError(DomainError):
    code = "own_evidence"
    message = _(
        "Evidence must be confirmed by someone other than the person who added it and the milestone’s owner."
    )


class EvidenceNeededError(DomainError):
    code = "evidence_needed"
    field = "file"
    message = _("Upload a file or enter a link to the document.")


@transaction.atomic
def add_evidence(
    *,
    milestone: Milestone,
    title: str,
    by: User,
    file: File | None = None,
    url: str = "",
    is_partial: bool = False,
) -> MilestoneEvidence:
    """Add a document or a link as evidence. Raises EvidenceNeededError, UploadRejected, MilestoneCancelledError."""
    row = lock_for_update(milestone)
    if row.cancelled_on is not None:
        raise MilestoneCancelledError
    if file is None and not url:
        raise EvidenceNeededError
    if file is not None:
        uploads.check(file, kinds=EVIDENCE_KINDS)
    evidence = MilestoneEvidence.objects.create(
        milestone=row, title=title, url=url, is_partial=is_partial, added_by=by
    )
    if file is not None:
        evidence.file = files.store(file, name=str(file.name), owner=evidence, by=by)
        evidence.save(update_fields=["file", "updated_at"])
    audit.record(by, "evidence.added", row, evidence=evidence.pk)
    return evidence


@transaction.atomic
def confirm_evidence(*, evidence: MilestoneEvidence, by: User) -> MilestoneEvidence:
    """Confirm evidence as a second person; repeating it changes nothing. Raises OwnEvidenceError."""
    row = (
        MilestoneEvidence.objects.select_for_update(of=("self",))
        .select_related("milestone")
        .get(pk=evidence.pk)
    )
    if by.pk in (row.added_by_id, row.milestone.owner_id):
        raise OwnEvidenceError
    if row.confirmed_by_id is None:
        row.confirmed_by, row.confirmed_at = by, timezone.now()
        row.save(update_fields=["confirmed_by", "confirmed_at", "updated_at"])
        audit.record(by, "evidence.confirmed", row.milestone, evidence=row.pk)
    return row
