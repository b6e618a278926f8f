"""Handing out a file: always as a download, never sniffed, always noted."""

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.files import policies, services, uploads
from portal.files.models import StoredFile


@allow(policies.may_read, StoredFile)
@require_safe
def download(request: SignedInRequest, file: StoredFile) -> FileResponse:
    """The bytes, when the owner's policy allows it; 404 when the storage has lost them."""
    try:
        content = services.open_stored(file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    services.record_download(file, by=request.user)
    return as_download(content, name=file.original_name, media_type=file.media_type)


def as_download(content: object, *, name: str, media_type: str) -> FileResponse:
    """A response that no browser renders or caches: the file belongs on the reader's disk."""
    response = FileResponse(
        content, as_attachment=True, filename=uploads.download_name(name, media_type), content_type=media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
