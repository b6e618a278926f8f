"""Images of signatures for certificates: rebuilt from their pixels, small and with transparent background."""

import io

from PIL import Image, ImageChops, ImageOps

WIDTH, HEIGHT = 660, 180  # 300 pixels per inch in the size of letterhead.py
DARKER_THAN = 235  # paper is lighter


def clean(image: bytes) -> bytes:
    """A PNG of the ink in `image`: light pixels become transparent and metadata is removed.

    `image` is a PNG or JPEG file that `uploads.check` has accepted.
    """
    with Image.open(io.BytesIO(image), formats=("PNG", "JPEG")) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((WIDTH * 2, HEIGHT * 2))
    grey = upright.convert("L")
    ink = grey.point(lambda light: 255 - light if light < DARKER_THAN else 0)
    ink = ImageOps.autocontrast(ink) if ink.getextrema()[1] else ink
    upright.putalpha(ImageChops.multiply(ink, upright.getchannel("A")))
    box = upright.getchannel("A").getbbox()
    if box:
        upright = upright.crop(box)
    upright.thumbnail((WIDTH, HEIGHT))
    out = io.BytesIO()
    Image.frombytes("RGBA", upright.size, upright.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()


def is_blank(image: bytes) -> bool:
    """Whether all pixels are transparent."""
    with Image.open(io.BytesIO(image)) as opened:
        return opened.convert("RGBA").getchannel("A").getextrema()[1] == 0
