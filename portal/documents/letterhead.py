"""The background of certificates, rendered once for each process and placed under the text.

WeasyPrint renders an SVG again on every page: the border alone would take half of the time of a certificate.
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
QR_SIZE = 30.0
QR_TOP = 159.8
QR_INSET = 24.8  # from the start edge: left, or right if the text runs from right to left
# Horizontal shifts of the drawn signatures in millimetres: mirrored for scripts from right to left.
SHIFTS = {"ltr": {"first": 0, "second": 0}, "rtl": {"first": -33, "second": -179}}
TEMPLATES = {1: "letterhead-1.svg", 2: "letterhead-1.svg"}
WITHOUT_SIGNATURES = {2}  # empty lines, to sign by hand; the drawn signatures are only for the demonstration
POSITIONS, INSETS = ("first", "second"), (134, 207)  # the signature lines: millimetres from the start edge
SIGNATURE_TOP, SIGNATURE_WIDTH, SIGNATURE_HEIGHT = 160.5, 56, 15
SignatureImages = tuple[bytes | None, bytes | None]  # PNG, from `signatures.clean`
NO_SIGNATURES: SignatureImages = (None, None)
DRAWN_SIGNATURE = re.compile(r'<path id="(?:first|second)"[^>]*/>')


@dataclass(frozen=True)
class Letterhead:
    pdf: pikepdf.Pdf  # the file of the form, which must stay open
    form: pikepdf.Object


def letterhead_svg(template: int, direction: str) -> str:
    """The SVG of the template for a direction. Raises KeyError for an unknown template."""
    svg = (HERE / "art" / TEMPLATES[template]).read_text()
    if template in WITHOUT_SIGNATURES:
        return DRAWN_SIGNATURE.sub("", svg)
    for name, shift in SHIFTS[direction].items():
        svg = svg.replace(f'id="{name}"', f'transform="translate({shift} 1)"')
    return svg


@lru_cache(maxsize=32)  # one for each template, direction and pair of signature images
def letterhead(
    template: int, direction: str, signature_images: SignatureImages = NO_SIGNATURES
) -> Letterhead:
    """The background as a PDF form, with the images of the signatures above their lines.

    The PDF is saved and opened again, so that its stream is already compressed for all certificates.
    """
    files = {
        f"signature-{position}": (image, "image/png")
        for position, image in zip(POSITIONS, signature_images, strict=True)
        if image
    }
    images = "".join(f'<img class="{name}" src="asset:{name}">' for name in files)
    page = (
        f"<style>@page{{size:{WIDTH}mm {HEIGHT}mm;margin:0}}body{{margin:0}}"
        f"svg{{display:block;width:{WIDTH}mm;height:{HEIGHT}mm}}{_signature_css(direction)}</style>"
        f"{letterhead_svg(template, direction)}{images}"
    )
    drawn = pikepdf.open(io.BytesIO(render_document(page, sheets=(), variant=None, files=files).write_pdf()))
    drawn.remove_unreferenced_resources()
    drawn.Root.Art = drawn.make_indirect(drawn.pages[0].as_form_xobject())
    packed = io.BytesIO()
    pikepdf.settings.set_flate_compression_level(9)
    drawn.save(packed, deterministic_id=True)
    pikepdf.settings.set_flate_compression_level(-1)
    pdf = pikepdf.open(packed)
    gc.freeze()  # fonts, stylesheets and background are permanent: exclude them from garbage collection
    return Letterhead(pdf, pdf.Root.Art)


def _signature_css(direction: str) -> str:
    """CSS that places the signatures above the lines of sheets/certificate.css, at the start edge of the text."""
    side = "left" if direction == "ltr" else "right"
    return "".join(
        f".signature-{position}{{position:absolute;top:{SIGNATURE_TOP}mm;{side}:{inset}mm;"
        f"width:{SIGNATURE_WIDTH}mm;height:{SIGNATURE_HEIGHT}mm;"
        f"object-fit:contain;object-position:{side} bottom}}"
        for position, inset in zip(POSITIONS, INSETS, strict=True)
    )


def stamp(
    text_pdf: bytes,
    *,
    template: int,
    direction: str,
    address: str,
    signature_images: SignatureImages = NO_SIGNATURES,
) -> bytes:
    """The one-page PDF of a certificate's text on its letterhead, with a QR code for `address`.

    The QR code is an artifact for screen readers, since the address beside it is a tagged link. The same arguments
    give the same bytes.
    """
    head = letterhead(template, direction, signature_images)
    with pikepdf.open(io.BytesIO(text_pdf)) as pdf:
        page = pdf.pages[0]
        resources = page.obj.Resources
        if "/XObject" not in resources:
            resources.XObject = pikepdf.Dictionary()
        resources.XObject.Bg = pdf.copy_foreign(head.form)
        left = QR_INSET if direction == "ltr" else WIDTH - QR_INSET - QR_SIZE
        qr_code = qr_operators(address, x=left * MM, y=(HEIGHT - QR_TOP - QR_SIZE) * MM, side=QR_SIZE * MM)
        page.contents_add(f"/Artifact BMC q /Bg Do Q q {qr_code} Q EMC".encode(), prepend=True)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
