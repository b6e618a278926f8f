"""Register this package's search, audit and file entries."""

from django.utils.translation import gettext_lazy as _

from assessments.consultations import policies
from assessments.consultations.models import Consultation, ConsultationDocument
from portal.audit import registry as audit
from portal.files import registry as files
from portal.search import registry as search


def register() -> None:
    audit.register(Consultation, policies.may_manage)
    search.register(Consultation, kind=_("Consultation"), page="assessments:consultations:consultation")
    files.register(ConsultationDocument, may_read=policies.may_read_document)
