"""The logo: rebuilt from its pixels as a small PNG, so that nothing else in the file is published."""

import io

from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from portal.files import uploads
from portal.languages.numbers import digits, interpolate

MAX_BYTES = 1024 * 1024
WIDTH, HEIGHT = 960, 320  # 300 pixels per inch at the size of a certificate's head


def clean(uploaded: File) -> bytes:
    """The image as a PNG without metadata and empty margins. Raises UploadRejected for the field `logo_file`."""
    try:
        uploads.check(uploaded, kinds=("image",))
    except uploads.UploadRejected as refused:
        refused.field = "logo_file"
        raise
    if int(uploaded.size or 0) > MAX_BYTES:
        limit = digits(filesizeformat(MAX_BYTES))
        raise uploads.UploadRejected(
            interpolate(_("The logo must be %(limit)s or smaller."), limit=limit),
            code="too_large", field="logo_file",
        )  # fmt: skip
    try:
        with Image.open(io.BytesIO(uploaded.read()), formats=("PNG", "JPEG")) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError) as error:
        raise uploads.UploadRejected(
            _("This image is damaged. Save a new copy and try again."), code="damaged", field="logo_file"
        ) from error
    box = image.getchannel("A").getbbox()
    if box is None:
        raise uploads.UploadRejected(
            _("This image is empty. Upload your logo."), code="blank", field="logo_file"
        )
    image = image.crop(box)
    image.thumbnail((WIDTH, HEIGHT))
    out = io.BytesIO()
    Image.frombytes("RGBA", image.size, image.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()
