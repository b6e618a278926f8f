"""Serve the images of questions."""

from uuid import UUID

from django.http import FileResponse, Http404

from assessments.instruments.models import InstrumentVersion
from portal.files import services as files


def picture_of(version: InstrumentVersion, public_id: UUID) -> FileResponse:
    """The image of one of the version's questions, and no other file. Raises Http404."""
    question = version.questions.filter(image__public_id=public_id).select_related("image").first()
    if question is None or question.image is None or not question.image.media_type.startswith("image/"):
        raise Http404
    try:
        content = files.open_stored(question.image)
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(content, content_type=question.image.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400"
    return response
