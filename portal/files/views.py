"""File downloads: always as an attachment, with a fixed content type, and always recorded."""

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.files import policies, services, uploads
from portal.files.models import StoredFile


@allow(policies.may_read, StoredFile)
@require_safe
def download(request: SignedInRequest, file: StoredFile) -> FileResponse:
    """Serve the file if the owner's policy allows it; 404 if the storage has lost it."""
    try:
        content = services.open_stored(file)
    except FileNotFoundError as error:
        raise Http404 from error
    services.record_download(file, by=request.user)
    return as_download(content, name=file.original_name, media_type=file.media_type)


def as_download(content: object, *, name: str, media_type: str) -> FileResponse:
    """A download response that browsers neither display nor cache."""
    response = FileResponse(
        content, as_attachment=True, filename=uploads.download_name(name, media_type), content_type=media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
