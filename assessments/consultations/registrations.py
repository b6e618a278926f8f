"""What this room shows in the shared registries."""

from assessments.consultations import policies
from assessments.consultations.models import Consultation, ConsultationDocument
from portal.audit import registry as audit
from portal.files import registry as files


def register() -> None:
    audit.register(Consultation, policies.may_manage)
    files.register(ConsultationDocument, may_read=policies.may_read_document)
