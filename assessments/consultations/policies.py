"""Permissions: assessment managers edit consultations; those who see one can read its documents."""

from assessments.consultations.models import Consultation, ConsultationDocument, ConsultationFinding
from assessments.needs import policies as needs
from portal.access.users import AnyUser


def may_read(user: AnyUser, consultation: Consultation) -> bool:  # noqa: ARG001  # the queryset decided on the row
    return user.is_authenticated


def may_manage(user: AnyUser, consultation: Consultation) -> bool:
    return needs.may_manage(user, consultation.assessment)


def may_manage_finding(user: AnyUser, finding: ConsultationFinding) -> bool:
    return may_manage(user, finding.consultation)


def may_manage_document(user: AnyUser, document: ConsultationDocument) -> bool:
    return may_manage(user, document.consultation)


def may_read_document(user: AnyUser, document: ConsultationDocument) -> bool:
    """Permission for the stored file: the same rows that the pages show."""
    return ConsultationDocument.objects.visible_to(user).filter(pk=document.pk).exists()
