"""QR codes, as PDF operators for certificates and as SVG for pages and reports."""

import io
from collections.abc import Iterator

import segno

QUIET = 4  # white modules around the code, which readers need on a drawn background
INK = "#14203a"
INK_PDF = "0.078 0.125 0.227"


def _matrix(address: str) -> tuple[bytearray, ...]:
    # A fixed mask takes a third of the time of the search for the best one and is as readable.
    return segno.make(address, error="m", micro=False, mask=2).matrix


def _runs(matrix: tuple[bytearray, ...]) -> Iterator[tuple[int, int, int]]:
    """(column, row, length) of each horizontal run of dark modules."""
    for row, bits in enumerate(matrix):
        start = None
        for column, bit in enumerate([*bits, 0]):
            if bit and start is None:
                start = column
            elif not bit and start is not None:
                yield start, row, column - start
                start = None


def qr_operators(address: str, *, x: float, y: float, side: float) -> str:
    """PDF operators for a code with its lower left corner at (x, y), in points, on white with its quiet zone."""
    matrix = _matrix(address)
    step = side / (len(matrix) + 2 * QUIET)
    boxes = "".join(
        f"{x + (c + QUIET) * step:.2f} {y + side - (r + QUIET + 1) * step:.2f} {n * step:.3f} {step:.3f} re "
        for c, r, n in _runs(matrix)
    )
    return f"1 1 1 rg {x:.2f} {y:.2f} {side:.2f} {side:.2f} re f {INK_PDF} rg {boxes}f"


def qr_svg(address: str, *, title: str) -> str:
    """The code as SVG with presentation attributes only; `title` must be escaped."""
    matrix = _matrix(address)
    size = len(matrix) + 2 * QUIET
    path = "".join(f"M{c + QUIET} {r + QUIET}h{n}v1h-{n}z" for c, r, n in _runs(matrix))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {size} {size}" role="img">'
        f"<title>{title}</title>"
        f'<path d="M0 0H{size}V{size}H0z" fill="#fff"/><path d="{path}" fill="{INK}"/></svg>'
    )


def qr_png(address: str, *, scale: int = 12) -> bytes:
    """The code as a PNG image with its quiet zone, for slides and printed notices."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="png", scale=scale, border=QUIET, dark=INK)
    return stream.getvalue()
