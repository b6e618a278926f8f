"""Planning results and proving milestones. A state is never stored: it follows from what is recorded here."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.results.models import Milestone, MilestoneEvidence, Result, ResultsFramework, Target
from portal.access.errors import DomainError
from portal.audit import services as audit
from portal.files import services as files
from portal.files import uploads
from portal.search import services as search
from programs.programmes.models import Programme

EVIDENCE_KINDS = ("pdf", "image", "docx", "xlsx", "csv")


class OwnEvidenceError(DomainError):
    code = "own_evidence"
    message = _("Somebody else confirms it: not the one who added it, nor the milestone's owner.")


class EvidenceNeededError(DomainError):
    code = "evidence_needed"
    field = "file"
    message = _("Give a file or an address where the document can be read.")


class CancelledError(DomainError):
    code = "cancelled"
    message = _("This milestone was cancelled.")


class OtherFrameworkError(DomainError):
    code = "other_framework"
    field = "parent"
    message = _("Choose a result of the same framework that does not hang from this one.")


class PlaceNeededError(DomainError):
    code = "place_needed"
    field = "court"
    message = _("Choose either a court or a jurisdiction: a figure belongs to a place.")


@transaction.atomic
def save_framework(*, programme: Programme, theory_of_change: str, by: Any) -> ResultsFramework:
    """Begin the programme's framework, or reword its theory of change."""
    framework, _made = ResultsFramework.objects.update_or_create(
        programme=programme, defaults={"theory_of_change": theory_of_change}
    )
    audit.record(by, "framework.saved", framework)
    return framework


@transaction.atomic
def add_result(*, programme: Programme, by: Any, parent: Result | None = None, **fields: Any) -> Result:
    """Add a result; the first one begins the framework. Raises OtherFrameworkError."""
    framework, _made = ResultsFramework.objects.get_or_create(programme=programme)
    if parent is not None and parent.framework_id != framework.pk:
        raise OtherFrameworkError
    position = Result.objects.filter(framework=framework).count()
    result = Result.objects.create(framework=framework, parent=parent, position=position, **fields)
    audit.record(by, "result.added", result)
    return result


@transaction.atomic
def add_target(*, result: Result, by: Any, **fields: Any) -> Target:
    """Say what value an indicator should reach, where and by when. Raises PlaceNeededError."""
    if bool(fields.get("court")) == bool(fields.get("jurisdiction")):
        raise PlaceNeededError
    target = Target.objects.create(result=result, **fields)
    audit.record(by, "target.added", target)
    return target


@transaction.atomic
def add_milestone(*, result: Result, by: Any, target: Target | None = None, **fields: Any) -> Milestone:
    """Plan a dated step. Raises OtherFrameworkError when the target is another framework's."""
    if target is not None and target.result.framework_id != result.framework_id:
        raise OtherFrameworkError(field="target")
    milestone = Milestone.objects.create(result=result, target=target, **fields)
    audit.record(by, "milestone.added", milestone)
    search.index(milestone, title=milestone.title, body=str(result))
    return milestone


@transaction.atomic
def cancel_milestone(*, milestone: Milestone, reason: str, by: Any) -> Milestone:
    """Record the decision not to go on; it leaves the delivery rate. Raises CancelledError when it was already."""
    row = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if row.cancelled_on is not None:
        raise CancelledError
    row.cancelled_on, row.cancelled_reason = timezone.localdate(), reason.strip()
    row.save(update_fields=["cancelled_on", "cancelled_reason", "updated_at"])
    audit.record(by, "milestone.cancelled", row)
    return row


@transaction.atomic
def add_evidence(
    *,
    milestone: Milestone,
    title: str,
    by: Any,
    file: File | None = None,
    url: str = "",
    shows_part: bool = False,
) -> MilestoneEvidence:
    """Add a document or an address that shows the step. Raises EvidenceNeededError, UploadRefused, CancelledError."""
    row = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if row.cancelled_on is not None:
        raise CancelledError
    if file is None and not url:
        raise EvidenceNeededError
    if file is not None:
        uploads.check(file, kinds=EVIDENCE_KINDS)
    evidence = MilestoneEvidence.objects.create(
        milestone=row, title=title, url=url, shows_part=shows_part, added_by=by
    )
    if file is not None:
        evidence.file = files.store(file, name=str(file.name), owner=evidence, by=by)
        evidence.save(update_fields=["file", "updated_at"])
    audit.record(by, "evidence.added", row, evidence=evidence.pk)
    return evidence


@transaction.atomic
def confirm_evidence(*, evidence: MilestoneEvidence, by: Any) -> MilestoneEvidence:
    """A second person stands for the document. Raises OwnEvidenceError. Confirming twice changes nothing."""
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
