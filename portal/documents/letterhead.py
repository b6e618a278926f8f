"""The art that all certificates of a template share, drawn once for a process and stamped under the words.

WeasyPrint draws an SVG anew on every page, 30 µs a path point: the border alone was half of a
certificate's time.
"""

import gc
import io
import re
from dataclasses import dataclass
from functools import lru_cache

import pikepdf

from portal.documents.assets import HERE
from portal.documents.engine import render_document
from portal.documents.qr import qr_operators

MM = 72 / 25.4
WIDTH, HEIGHT = 297, 210  # millimetres
SQUARE = 30.0
SQUARE_TOP = 159.8
SQUARE_INSET = 24.8  # from the leading edge: left, or right where the text runs right to left
# The drawn hands move to the mirrored places of their lines; millimetres.
SIGNATURES = {"ltr": {"first": 0, "second": 0}, "rtl": {"first": -33, "second": -179}}
TEMPLATES = {1: "letterhead-1.svg", 2: "letterhead-1.svg"}
WITHOUT_HANDS = {2}  # the lines stay empty, for a pen; the drawn hands are the demonstration's
PLACES, LINES = ("first", "second"), (134, 207)  # the signatures' lines: millimetres from the leading edge
HAND_TOP, HAND_WIDTH, HAND_HEIGHT = 160.5, 56, 15
Hands = tuple[bytes | None, bytes | None]  # PNG, as `hands.clean` makes it
NO_HANDS: Hands = (None, None)
HAND = re.compile(r'<path id="(?:first|second)"[^>]*/>')


@dataclass(frozen=True)
class Letterhead:
    pdf: pikepdf.Pdf  # keeps the form's owner open
    form: pikepdf.Object


def letterhead_svg(template: int, direction: str) -> str:
    """The template's SVG for one direction. Raises KeyError for a template that never existed."""
    svg = (HERE / "art" / TEMPLATES[template]).read_text()
    if template in WITHOUT_HANDS:
        return HAND.sub("", svg)
    for name, shift in SIGNATURES[direction].items():
        svg = svg.replace(f'id="{name}"', f'transform="translate({shift} 1)"')
    return svg


@lru_cache(maxsize=32)  # wordings of a worker's life; one with hands holds two images
def letterhead(template: int, direction: str, signature_images: Hands = NO_HANDS) -> Letterhead:
    """The art as one PDF form, with the signatories' hands above their lines.

    It is written and opened once more, so that its stream is compressed already: else every certificate
    would pack it again.
    """
    given = {
        f"hand-{place}": (hand, "image/png")
        for place, hand in zip(PLACES, signature_images, strict=True)
        if hand
    }
    images = "".join(f'<img class="{name}" src="asset:{name}">' for name in given)
    page = (
        f"<style>@page{{size:{WIDTH}mm {HEIGHT}mm;margin:0}}body{{margin:0}}"
        f"svg{{display:block;width:{WIDTH}mm;height:{HEIGHT}mm}}{_boxes(direction)}</style>"
        f"{letterhead_svg(template, direction)}{images}"
    )
    drawn = pikepdf.open(io.BytesIO(render_document(page, sheets=(), variant=None, files=given).write_pdf()))
    drawn.remove_unreferenced_resources()
    drawn.Root.Art = drawn.make_indirect(drawn.pages[0].as_form_xobject())
    packed = io.BytesIO()
    pikepdf.settings.set_flate_compression_level(9)
    drawn.save(packed, deterministic_id=True)
    pikepdf.settings.set_flate_compression_level(-1)
    pdf = pikepdf.open(packed)
    gc.freeze()  # fonts, sheets and art stay for good: the collector need not walk them after each chunk
    return Letterhead(pdf, pdf.Root.Art)


def _boxes(direction: str) -> str:
    """Where the hands stand: above the lines of sheets/certificate.css, at the side where the text begins."""
    side = "left" if direction == "ltr" else "right"
    return "".join(
        f".hand-{place}{{position:absolute;top:{HAND_TOP}mm;{side}:{inset}mm;width:{HAND_WIDTH}mm;"
        f"height:{HAND_HEIGHT}mm;object-fit:contain;object-position:{side} bottom}}"
        for place, inset in zip(PLACES, LINES, strict=True)
    )


def stamp(
    words: bytes, *, template: int, direction: str, address: str, signature_images: Hands = NO_HANDS
) -> bytes:
    """The one-page PDF `words` on its letterhead, with the square that leads to `address`.

    The square is an artifact for readers, since the address stands beside it as a tagged link. Bytes are
    reproducible.
    """
    head = letterhead(template, direction, signature_images)
    with pikepdf.open(io.BytesIO(words)) as pdf:
        page = pdf.pages[0]
        resources = page.obj.Resources
        if "/XObject" not in resources:
            resources.XObject = pikepdf.Dictionary()
        resources.XObject.Bg = pdf.copy_foreign(head.form)
        left = SQUARE_INSET if direction == "ltr" else WIDTH - SQUARE_INSET - SQUARE
        square = qr_operators(address, x=left * MM, y=(HEIGHT - SQUARE_TOP - SQUARE) * MM, side=SQUARE * MM)
        page.contents_add(f"/Artifact BMC q /Bg Do Q q {square} Q EMC".encode(), prepend=True)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
