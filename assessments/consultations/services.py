"""Services of consultations."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import File
from django.db import transaction

from assessments.consultations.errors import NotInAssessmentError
from assessments.consultations.models import (
    Attendee,
    Consultation,
    ConsultationDocument,
    ConsultationFinding,
    ConsultedGroup,
)
from assessments.needs.models import NeedsAssessment
from participants.accounts.models import User
from portal.access.locking import lock_for_update, update_with_revision
from portal.audit import services as audit
from portal.files import services as files
from portal.files import uploads
from portal.search import services as search

DOCUMENT_KINDS = ("pdf", "docx", "image", "xlsx")


@transaction.atomic
def create(*, assessment: NeedsAssessment, by: User, **fields: Any) -> Consultation:
    consultation = Consultation.objects.create(assessment=assessment, **fields)
    search.index(consultation, title=consultation.title, body=consultation.place)
    audit.record(by, "consultation.created", consultation)
    return consultation


@transaction.atomic
def save(*, consultation: Consultation, revision: int, by: User, **fields: Any) -> Consultation:
    """Raises `StaleRevisionError` when someone else saved first."""
    saved = update_with_revision(consultation, revision=revision, **fields)
    search.index(saved, title=saved.title, body=saved.place)
    audit.record(by, "consultation.saved", saved)
    return saved


@transaction.atomic
def set_participants(
    *,
    consultation: Consultation,
    revision: int,
    groups: Mapping[str, int],
    people: Sequence[tuple[str, str]],
    by: User,
) -> Consultation:
    """Set the participants: a count per group, and names with functions. Raises `StaleRevisionError`."""
    saved = update_with_revision(consultation, revision=revision)
    saved.groups.all().delete()
    saved.attendees.all().delete()
    ConsultedGroup.objects.bulk_create(
        ConsultedGroup(consultation=saved, code=code, people=n) for code, n in groups.items()
    )
    Attendee.objects.bulk_create(
        Attendee(consultation=saved, name=name, function=function) for name, function in people
    )
    audit.record(by, "consultation.participants_set", saved, people=sum(groups.values()), named=len(people))
    return saved


@transaction.atomic
def add_finding(*, consultation: Consultation, by: User, **fields: Any) -> ConsultationFinding:
    """Raises `NotInAssessmentError` for a competency that is not in the assessment."""
    competency = fields.get("competency")
    items = consultation.assessment.items
    if competency is not None and not items.filter(competency=competency).exists():
        raise NotInAssessmentError
    finding = ConsultationFinding.objects.create(consultation=lock_for_update(consultation), **fields)
    audit.record(by, "finding.added", consultation, finding=finding.pk)
    return finding


@transaction.atomic
def remove_finding(*, finding: ConsultationFinding, by: User) -> None:
    """The finding's text stays in the history."""
    locked = lock_for_update(finding)
    audit.record(by, "finding.removed", locked.consultation, finding=locked.pk)
    locked.delete()


@transaction.atomic
def add_document(*, consultation: Consultation, title: str, file: File, by: User) -> ConsultationDocument:
    """Store a document, readable by those who see the consultation. Raises `UploadRejected`."""
    uploads.check(file, kinds=DOCUMENT_KINDS)
    document = ConsultationDocument.objects.create(consultation=lock_for_update(consultation), title=title)
    document.file = files.store(file, name=str(file.name), owner=document, by=by)
    document.save(update_fields=["file", "updated_at"])
    audit.record(by, "document.added", consultation, document=document.pk)
    return document


@transaction.atomic
def remove_document(*, document: ConsultationDocument, by: User) -> None:
    """Remove the document. Without an owner the file is readable by nobody."""
    locked = lock_for_update(document)
    audit.record(by, "document.removed", locked.consultation, document=locked.pk)
    locked.delete()
