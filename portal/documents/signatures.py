"""A signatory's hand as an image that may be printed: drawn anew from its pixels, on nothing, and small."""

import io

from PIL import Image, ImageChops, ImageOps

WIDTH, HEIGHT = 660, 180  # 300 pixels an inch in the box of letterhead.py
DARKER_THAN = 235  # paper is lighter


def clean(image: bytes) -> bytes:
    """A PNG with the ink of `image` alone: paper becomes transparent, what is not pixels is left behind.

    `image` is PNG or JPEG that `uploads.check` has passed.
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
    """Whether nothing of it would be seen in print."""
    with Image.open(io.BytesIO(image)) as opened:
        return opened.convert("RGBA").getchannel("A").getextrema()[1] == 0
