"""Signature images of a template: validated by content, reduced to the ink, and read when certificates are rendered."""

from collections.abc import Sequence

from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from evaluations.certificates.models import CertificateTemplate
from participants.accounts.models import User
from portal.documents import signatures as images
from portal.files import services as files
from portal.files import uploads
from portal.files.models import StoredFile
from portal.languages.numbers import digits, interpolate

SIGNATORIES = ("first", "second")
MAX_BYTES = 2 * 1024 * 1024


def clean_images(uploaded: Sequence[File | None]) -> list[bytes | None]:
    """Return the images as they will be printed. Raises UploadRejected for field `first_signature_image` or
    `second_signature_image`.
    """
    cleaned: list[bytes | None] = []
    for position, file in zip(SIGNATORIES, uploaded, strict=True):
        try:
            cleaned.append(None if file is None else _clean(file))
        except uploads.UploadRejected as refused:
            refused.field = f"{position}_signature_image"
            raise
    return cleaned


def _clean(file: File) -> bytes:
    uploads.check(file, kinds=("image",))
    if int(file.size or 0) > MAX_BYTES:
        raise uploads.UploadRejected(
            interpolate(
                _("The signature image must be %(limit)s or smaller. Reduce its size and try again."),
                limit=digits(filesizeformat(MAX_BYTES)),
            ),
            code="too_large",
        )
    try:
        image = images.clean(file.read())
    except (OSError, ValueError, SyntaxError) as error:
        raise uploads.UploadRejected(
            _("This image is damaged. Save a new copy and try again."), code="damaged"
        ) from error
    if images.is_blank(image):
        raise uploads.UploadRejected(
            _("This image is blank. Upload a signature in dark ink on light paper."), code="blank"
        )
    return image


def store_images(
    template: CertificateTemplate,
    cleaned: Sequence[bytes | None],
    previous: Sequence[StoredFile | None],
    *,
    by: User,
) -> None:
    """Store new images, and keep former ones where there is no new image."""
    for position, image, old in zip(SIGNATORIES, cleaned, previous, strict=True):
        image_to_store = old
        if image is not None:
            image_to_store = files.store(
                image, name=f"signature-{position}.png", owner=template, by=by, media_type="image/png"
            )
        setattr(template, f"{position}_signature_image", image_to_store)
    template.save(update_fields=["first_signature_image", "second_signature_image"])


def read(template: CertificateTemplate) -> tuple[bytes | None, bytes | None]:
    """Return the images of a template for rendering."""
    first, second = (_bytes(file) for file in template.signature_images)
    return first, second


def _bytes(file: StoredFile | None) -> bytes | None:
    if file is None:
        return None
    with files.open_stored(file) as stored:
        return stored.read()
