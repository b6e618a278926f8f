"""Images of questions."""

from uuid import UUID

from django.http import FileResponse
from django.views.decorators.http import require_GET

from assessments.instruments import policies
from assessments.instruments.images import picture_of
from assessments.instruments.models import InstrumentVersion
from portal.access.decorators import allow
from portal.access.users import SignedInRequest


@allow(policies.may_write, InstrumentVersion)
@require_GET
def image(request: SignedInRequest, version: InstrumentVersion, image_id: UUID) -> FileResponse:
    return picture_of(version, image_id)
