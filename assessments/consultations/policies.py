"""Who keeps consultations: whoever manages the assessment. Who sees one reads its documents."""

from typing import Any

from assessments.consultations.models import Consultation, ConsultationDocument, ConsultationFinding
from assessments.needs import policies as needs


def may_read(user: Any, consultation: Consultation) -> bool:  # noqa: ARG001  # the queryset decided on the row
    return user.is_authenticated


def may_manage(user: Any, consultation: Consultation) -> bool:
    return needs.may_manage(user, consultation.assessment)


def may_manage_finding(user: Any, finding: ConsultationFinding) -> bool:
    return may_manage(user, finding.consultation)


def may_manage_document(user: Any, document: ConsultationDocument) -> bool:
    return may_manage(user, document.consultation)


def may_read_document(user: Any, document: ConsultationDocument) -> bool:
    """Asked for the stored file: the same rows that the pages show."""
    return ConsultationDocument.objects.visible_to(user).filter(pk=document.pk).exists()
