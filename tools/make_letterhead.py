"""Draws portal/documents/art/letterhead-1.svg, the background of every certificate: `python -m tools.make_letterhead`.

A letterhead in use must not change: a new one gets a new number. Each half wave is one cubic curve. All strands of
an ornament are the same curve, rotated or moved, so that the file compresses to a third of the size.
"""

import math
from pathlib import Path

BLUE, MID, PALE, INK = "#0b4a82", "#7f9bbb", "#e9eff5", "#14203a"
W, H = 297, 210
HANDLE = 0.3642  # with this value a cubic is closest to half a sine wave
Point = tuple[float, float]


def r(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def wave(length: float, periods: int, amp: float) -> str:
    """A sine wave along x as cubics between its crests, one period longer than `length` at both ends."""
    half = length / periods / 2
    x, sign = -3 * half, 1
    d = f"M{r(x)} {r(-amp)}"
    while x < length + 2 * half:
        near, far = r(x + HANDLE * half), r(x + (1 - HANDLE) * half)
        d += f"C{near} {r(-sign * amp)} {far} {r(sign * amp)} {r(x + half)} {r(sign * amp)}"
        x += half
        sign = -sign
    return d


def strands(length: float, periods: int, amp: float, phases: list[float]) -> str:
    """The wave and its mirror image at each phase (in periods)."""
    d = wave(length, periods, amp)
    period = length / periods
    shifts = [-(p + flip) * period for p in phases for flip in (0, 0.5)]
    return "".join(f'<path transform="translate({r(s)} 0)" d="{d}"/>' for s in shifts)


def band(length: float, periods: int, amp: float, name: str) -> str:
    """Two crossing ribbons of strands, as on an engraved border."""
    coarse = strands(length, periods, amp, [i * 0.042 for i in range(8)])
    fine = strands(length, periods * 2, amp * 0.46, [i * 0.06 for i in range(4)])
    return (
        f'<clipPath id="band-{name}"><path d="M0 {r(-amp - 0.3)}H{r(length)}V{r(amp + 0.3)}H0z"/></clipPath>'
        f'<g clip-path="url(#band-{name})" fill="none"><g stroke="{MID}" stroke-width=".085">{coarse}</g>'
        f'<g stroke="{BLUE}" stroke-width=".07">{fine}</g></g>'
    )


def closed(points: list[Point]) -> str:
    """A smooth closed curve through the points (Catmull-Rom as cubics)."""
    n = len(points)
    d = f"M{r(points[0][0])} {r(points[0][1])}"
    for i in range(n):
        (ax, ay), (bx, by), (cx, cy), (ex, ey) = (points[(i + j) % n] for j in (-1, 0, 1, 2))
        leave = f"{r(bx + (cx - ax) / 6)} {r(by + (cy - ay) / 6)}"
        arrive = f"{r(cx - (ex - bx) / 6)} {r(cy - (ey - by) / 6)}"
        d += f"C{leave} {arrive} {r(cx)} {r(cy)}"
    return d + "z"


def rosette(centre: Point, base: float, amp: float, lobes: int, count: int, stroke: str, width: str) -> str:
    """`count` rotated copies of a curve with lobes."""
    n = lobes * 6
    curve = closed(
        [
            (
                (base + amp * math.sin(lobes * t)) * math.cos(t),
                (base + amp * math.sin(lobes * t)) * math.sin(t),
            )
            for t in (i / n * 2 * math.pi for i in range(n))
        ]
    )
    turns = "".join(
        f'<path transform="rotate({r(360 * k / count / lobes)})" d="{curve}"/>' for k in range(count)
    )
    return (
        f'<g transform="translate({r(centre[0])} {r(centre[1])})" fill="none" stroke="{stroke}" '
        f'stroke-width="{width}">{turns}</g>'
    )


def box(e: float, width: float, stroke: str = BLUE) -> str:
    """A rectangle at the distance `e` from the edges of the page."""
    d = f"M{r(e)} {r(e)}H{r(W - e)}V{r(H - e)}H{r(e)}z"
    return f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width}"/>'


def crest(cx: float, cy: float, s: float) -> str:
    """A temple front in a disc of radius `s`, with an engraved ring."""
    u = s / 15

    def p(x: float, y: float) -> str:
        return f"{r(cx + x * u)} {r(cy + y * u)}"

    columns = "".join(
        f"M{p(x - 1, -1.4)}L{p(x + 1, -1.4)}L{p(x + 1, 4.6)}L{p(x - 1, 4.6)}z" for x in (-5.4, -1.8, 1.8, 5.4)
    )
    temple = (
        f"M{p(0, -8.2)}L{p(8.6, -3.9)}L{p(8.6, -2.7)}L{p(-8.6, -2.7)}L{p(-8.6, -3.9)}z{columns}"
        f"M{p(-8.2, 5.6)}L{p(8.2, 5.6)}L{p(8.2, 6.8)}L{p(-8.2, 6.8)}z"
        f"M{p(-9.6, 7.6)}L{p(9.6, 7.6)}L{p(9.6, 8.9)}L{p(-9.6, 8.9)}z"
    )
    return (
        f'<circle cx="{cx}" cy="{cy}" r="{r(s * 1.56)}" fill="#fff"/>'
        + rosette((cx, cy), s * 1.3, s * 0.2, 18, 6, BLUE, ".1")
        + f'<circle cx="{cx}" cy="{cy}" r="{r(s * 1.56)}" fill="none" stroke="{BLUE}" stroke-width=".18"/>'
        f'<circle cx="{cx}" cy="{cy}" r="{r(s * 1.06)}" fill="#fff" stroke="{BLUE}" stroke-width=".18"/>'
        f'<circle cx="{cx}" cy="{cy}" r="{r(s)}" fill="{INK}"/><path d="{temple}" fill="#fff"/>'
    )


def corner(x: float, y: float, s: float) -> str:
    return (
        f'<path d="M{r(x - s)} {r(y - s)}h{r(2 * s)}v{r(2 * s)}h{r(-2 * s)}z" fill="#fff" '
        f'stroke="{BLUE}" stroke-width=".18"/>'
        + rosette((x, y), s * 0.56, s * 0.3, 8, 7, BLUE, ".07")
        + f'<circle cx="{r(x)}" cy="{r(y)}" r="{r(s * 0.16)}" fill="{BLUE}"/>'
    )


def frame() -> str:
    edge, amp = 13, 3
    s = amp + 0.6
    a, b = W - 2 * (edge + s), H - 2 * (edge + s)
    out = ""
    for y in (edge, H - edge):
        out += f'<g transform="translate({r(edge + s)} {y})">{band(a, 22, amp, f"x{y}")}</g>'
    for x in (edge, W - edge):
        out += f'<g transform="translate({x} {r(edge + s)}) rotate(90)">{band(b, 15, amp, f"y{x}")}</g>'
    for off, width in ((-s, 0.3), (s, 0.18)):
        out += box(edge + off, width)
    for x in (edge, W - edge):
        for y in (edge, H - edge):
            out += corner(x, y, s)
    return out + box(edge + s + 1.1, 0.1, MID)


def signatures() -> str:
    """Two invented signatures, for the demonstration letterhead."""
    first = (
        "M137 172c3-7 8-10 8-7s-8 6-5 7 6-4 7-3-2 4 0 4 3-4 4-4-1 3 1 3 3-4 4-4 0 4 2 4"
        "c4 0 6-13 9-12s-5 12-3 12 4-4 5-4 0 3 2 3 3-3 4-3 1 3 3 3 6-2 10-3"
    )
    second = (
        "M211 173c2-9 5-12 7-11s-1 11-6 11c-3 0 2-3 6-4s4 3 6 2 2-4 4-4-1 4 1 4 2-4 4-4 0 3 2 3"
        " 5-14 8-13-6 13-4 14 4-5 6-5 0 4 2 4 5-2 9-3"
    )
    pen = 'fill="none" stroke="#22356b" stroke-width=".4" stroke-linecap="round" stroke-linejoin="round"'
    return f'<path id="first" d="{first}" {pen}/><path id="second" d="{second}" {pen}/>'


def sheet() -> str:
    """The whole page, in millimetres."""
    centre = (W / 2, H / 2)
    mark = rosette(centre, 52, 13, 12, 14, PALE, ".16") + rosette(centre, 27, 11, 8, 10, PALE, ".16")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}">'
        f"{mark}{frame()}{crest(W / 2, 35, 7.6)}{signatures()}</svg>\n"
    )


if __name__ == "__main__":
    target = Path(__file__).resolve().parent.parent / "portal" / "documents" / "art" / "letterhead-1.svg"
    target.write_text(sheet(), encoding="utf-8")
