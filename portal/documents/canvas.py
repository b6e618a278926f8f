"""Drawing of charts as SVG for pages and PDF, with presentation attributes for print and classes for the site.

One unit is a point in print and a CSS pixel on pages.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from portal.documents.text_metrics import width_in_em
from portal.languages.directions import direction_of
from portal.languages.numbers import number_format

INK, SOFT, BAR, BAR_2, RULE, WARN, TRACK, PAPER = (
    "#14203a", "#4a566d", "#0b4a82", "#8fa3bd", "#d2d8e1", "#855000", "#f0f3f7", "#ffffff",
)  # fmt: skip
ANCHOR_MIRRORED = {"start": "end", "end": "start", "middle": "middle"}
JOINED_SCRIPTS = frozenset({"ar", "fa", "ur"})


def plain(value: float) -> str:
    """A number with at most one decimal, such as 12, 12.5 or 0."""
    return number_format(f"{value:.1f}".removesuffix(".0"), force_grouping=True)


@dataclass(frozen=True)
class ChartStyle:
    """The width, font size and language of a chart, and the format of its numbers.

    `overlay` is for print in joined scripts such as Arabic: WeasyPrint sets SVG text letter by letter, so labels
    become HTML above the drawing.
    """

    width: float = 482
    text: float = 7.5
    language: str = "en"
    overlay: bool = False
    show: Callable[[float], str] = plain

    @property
    def mirrored(self) -> bool:
        return self.language.partition("-")[0] in JOINED_SCRIPTS | {"he"}

    def for_print(self) -> bool:
        return self.overlay and self.language.partition("-")[0] in JOINED_SCRIPTS


@dataclass
class Canvas:
    """Collects shapes and labels. `mirror` reflects the drawing for scripts from right to left, but not time axes."""

    style: ChartStyle
    height: float
    title: str
    mirror: bool = False
    shapes: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def _x(self, x: float) -> float:
        return self.style.width - x if self.mirror else x

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        kind: str = "grid",
        dash: str = "",
        width: float = 0.5,
    ) -> None:
        colour = {"grid": RULE, "axis": INK, "target": WARN, "event": SOFT, "range": BAR_2}[kind]
        self.path([(x1, y1), (x2, y2)], kind=kind, colour=colour, width=width, dash=dash)

    def path(
        self, points: Sequence[tuple[float, float]], *, kind: str, colour: str, width: float, dash: str = ""
    ) -> None:
        d = "M" + "L".join(f"{short(self._x(x))} {short(y)}" for x, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.shapes.append(
            f'<path class="{kind}" d="{d}" fill="none" stroke="{colour}" stroke-width="{width}"'
            f' stroke-linejoin="round"{dashes}/>'
        )

    def bar(self, x: float, y: float, length: float, thickness: float, *, kind: str = "b1") -> None:
        colour = {"b1": BAR, "b2": BAR_2, "track": TRACK}[kind]
        left = self._x(x + length) if self.mirror else x
        self.shapes.append(
            f'<rect class="{kind}" x="{short(left)}" y="{short(y)}" width="{short(length)}"'
            f' height="{short(thickness)}" fill="{colour}"/>'
        )

    def dot(self, x: float, y: float, *, radius: float = 2.6, kind: str = "dot") -> None:
        fill, stroke = {"dot": (BAR, "none"), "dot b": (BAR_2, "none"), "open": (PAPER, BAR)}[kind]
        self.shapes.append(
            f'<circle class="{kind}" cx="{short(self._x(x))}" cy="{short(y)}" r="{short(radius)}"'
            f' fill="{fill}" stroke="{stroke}" stroke-width="1.2"/>'
        )

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "start", size: float = 1, kind: str = "soft"
    ) -> None:
        """Draw text. `size` is relative to the font size of the style; `kind` is soft, strong, accent or warn-text."""
        if not text:
            return
        x = self._x(x)
        anchor = ANCHOR_MIRRORED[anchor] if self.mirror else anchor
        points = self.style.text * size
        colour = {"soft": SOFT, "strong": INK, "warn-text": WARN, "accent": BAR}[kind]
        weight = 400 if kind == "soft" else 600
        if self.style.for_print():
            self.labels.append(self._overlay_label(x, y, text, anchor, points, colour, weight))
            return
        self.shapes.append(
            f'<text class="{kind}" x="{short(x)}" y="{short(y)}" text-anchor="{anchor}"'
            f' font-size="{short(points)}" font-weight="{weight}" fill="{colour}">{escape(text)}</text>'
        )

    def _overlay_label(
        self, x: float, y: float, text: str, anchor: str, points: float, colour: str, weight: int
    ) -> str:
        across = {
            "start": f"left:{short(x)}pt",
            "middle": f"left:{short(x - 60)}pt;width:120pt;text-align:center",
            "end": f"right:{short(self.style.width - x)}pt",
        }[anchor]
        direction = direction_of(text)  # "" for a label of digits, which are those of the language
        direction_attribute = f' dir="{direction}"' if direction else ""
        return (
            f'<span{direction_attribute} style="{across};top:{short(y - points * 1.18)}pt;'
            f"font-size:{short(points)}pt;"
            f'color:{colour};font-weight:{weight}">{escape(text)}</span>'
        )

    def lines_of(self, text: str, width: float, *, size: float = 1) -> list[str]:
        """The text in lines of at most `width`; longer words are not broken."""
        available = width / (self.style.text * size)
        lines: list[str] = []
        for word in text.split():
            if lines and width_in_em(f"{lines[-1]} {word}") <= available:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def block(self, x: float, y: float, lines: Iterable[str], *, anchor: str, kind: str = "soft") -> None:
        """Draw lines of text with their vertical centre at `y`."""
        lines = list(lines)
        pitch = self.style.text * 1.2
        top = y - pitch * (len(lines) - 1) / 2 + self.style.text * 0.36
        for number, line in enumerate(lines):
            self.text(x, top + number * pitch, line, anchor=anchor, kind=kind)

    def markup(self, name: str = "chart") -> str:
        """The drawing as SVG. The title is the first element, since WeasyPrint takes the description from there."""
        width, height = short(self.style.width), short(self.height)
        drawing = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" viewBox="0 0 {width} {height}"'
            f' role="img" font-family="Portal Sans, Portal Arabic, Portal Hei"'
            f' font-size="{short(self.style.text)}">'
            f"<title>{escape(self.title)}</title>{''.join(self.shapes)}</svg>"
        )
        if not self.style.overlay:
            return drawing
        sized = drawing.replace("<svg ", f'<svg style="display:block;width:{width}pt;height:{height}pt" ', 1)
        style = f"position:relative;width:{width}pt;height:{height}pt"
        return f'<div class="plot" style="{style}">{sized}{"".join(self.labels)}</div>'


def short(value: float) -> str:
    """A coordinate, rounded to a tenth."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def spread_labels(positions: Sequence[float], gap: float) -> list[float]:
    """The positions, moved apart as little as necessary for a distance of `gap`, in the same order."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    moved = list(positions)
    for _ in range(10 * len(positions)):
        for low, high in pairwise(order):
            missing = gap - (moved[high] - moved[low])
            if missing > 0.01:
                moved[low] -= missing / 2
                moved[high] += missing / 2
    return moved


def ceiling(value: float) -> tuple[float, float]:
    """The end of an axis, rounded up from `value`, and its step: 3 to 6 steps of 1, 2, 2.5 or 5 times a power of 10."""
    if value <= 0:
        return 1.0, 0.5
    power = 10.0 ** (len(str(int(value))) - 1) if value >= 1 else 0.1
    for step in (0.2, 0.25, 0.5, 1, 2, 2.5):
        size = step * power
        count = -(-value // size)
        if 3 <= count <= 6:
            return count * size, size
    return power * 10, power * 2.5
