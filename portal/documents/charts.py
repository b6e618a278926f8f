"""Charts of amounts as SVG, for pages and PDF.

Bars and labels are mirrored for scripts from right to left. A missing value is shown as its reason, not as zero.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.documents.canvas import Canvas, ChartStyle, ceiling


@dataclass(frozen=True)
class BarItem:
    label: str
    value: float | None
    target: float | None = None
    note: str = ""  # beside the value, or the reason why it is missing


@dataclass(frozen=True)
class Change:
    label: str
    before: float
    after: float


@dataclass(frozen=True)
class Stage:
    label: str
    count: int | None
    note: str = ""


def bars(
    style: ChartStyle,
    title: str,
    rows: Sequence[BarItem],
    *,
    maximum: float | None = None,
    target_label: str = "",
) -> str:
    """Horizontal bars from zero with their values; a dashed line marks the target of a row."""
    values = [v for row in rows for v in (row.value, row.target) if v is not None]
    top = maximum or ceiling(max(values, default=1))[0]
    left, right = style.width * 0.34, style.width * 0.82
    canvas = Canvas(style, 0, title, mirror=style.mirrored)
    y = style.text * (1.9 if target_label else 0.6)
    for row in rows:
        lines = canvas.lines_of(row.label, left - style.text)
        pitch = style.text * max(2.4, 1.2 * len(lines) + 0.9)
        middle, thick = y + pitch / 2, style.text * 1.15
        canvas.block(left - style.text * 0.8, middle, lines, anchor="end")
        canvas.bar(left, middle - thick / 2, right - left, thick, kind="track")
        _bar_row(canvas, row, left, right, middle, thick, top)
        y += pitch
    if target_label:
        canvas.text(right, style.text * 1.1, target_label, anchor="end", kind="warn-text", size=0.92)
    canvas.height = y + style.text * 0.4
    return canvas.markup()


def _bar_row(
    canvas: Canvas, row: BarItem, left: float, right: float, middle: float, thick: float, top: float
) -> None:
    def x(v: float) -> float:
        return left + min(v / top, 1) * (right - left)

    em = canvas.style.text
    if row.value is not None:
        canvas.bar(left, middle - thick / 2, x(max(row.value, 0)) - left, thick)
        canvas.text(right + em * 0.8, middle + em * 0.36, canvas.style.show(row.value), kind="strong")
        canvas.text(canvas.style.width, middle + em * 0.36, row.note, anchor="end", size=0.9)
    else:
        canvas.text(right + em * 0.8, middle + em * 0.36, row.note, size=0.9)
    if row.target is not None:
        canvas.line(
            x(row.target),
            middle - thick,
            x(row.target),
            middle + thick,
            kind="target",
            width=1.2,
            dash="3 1.5",
        )


def changes(
    style: ChartStyle,
    title: str,
    rows: Sequence[Change],
    *,
    low: float,
    high: float,
    names: tuple[str, str] = ("", ""),
    suffix: str = "",
) -> str:
    """The values before (empty dots) and after (full dots) on one scale; `names` label the dots of the first row."""
    em = style.text
    left, right = style.width * 0.34, style.width * 0.94
    canvas = Canvas(style, 0, title, mirror=style.mirrored)

    def x(v: float) -> float:
        return left + (v - low) / (high - low) * (right - left)

    top = em * 2.6
    pitches = [em * max(2.8, 1.2 * len(canvas.lines_of(row.label, left - em * 2)) + 1.2) for row in rows]
    foot = top + sum(pitches)
    for number in range(6):
        v = low + (high - low) * number / 5
        canvas.line(x(v), top - em * 0.4, x(v), foot)
        canvas.text(x(v), foot + em * 1.3, style.show(v) + suffix, anchor="middle", size=0.93)
    middle = top
    for number, (row, pitch) in enumerate(zip(rows, pitches, strict=True)):
        middle = middle + pitch / 2
        canvas.block(left - em * 1.4, middle, canvas.lines_of(row.label, left - em * 2), anchor="end")
        _change_row(canvas, row, x, middle)
        if number == 0:
            for v, name in zip((row.before, row.after), names, strict=True):
                canvas.text(x(v), middle - em * 0.95, name, anchor="middle", size=0.9)
        middle = middle + pitch / 2
    canvas.height = foot + em * 2
    return canvas.markup()


def _change_row(canvas: Canvas, row: Change, x: Callable[[float], float], middle: float) -> None:
    em = canvas.style.text
    canvas.line(x(row.before), middle, x(row.after), middle, kind="range", width=2.4)
    canvas.dot(x(row.before), middle, radius=em * 0.42, kind="open")
    canvas.dot(x(row.after), middle, radius=em * 0.48)
    up = row.after >= row.before
    for v, kind, outward in ((row.before, "soft", not up), (row.after, "strong", up)):
        canvas.text(
            x(v) + (em * 0.85 if outward else -em * 0.85),
            middle + em * 0.35,
            canvas.style.show(v),
            anchor="start" if outward else "end",
            kind=kind,
        )


def funnel(style: ChartStyle, title: str, stages: Sequence[Stage], *, share: Callable[[float], str]) -> str:
    """Stages on the scale of the first; `share` formats the share (0 to 1) of each stage in the previous one."""
    em = style.text
    first = max((s.count for s in stages if s.count is not None), default=1) or 1
    left, right = style.width * 0.27, style.width * 0.76
    canvas = Canvas(style, len(stages) * em * 2.8 + em, title, mirror=style.mirrored)
    before: int | None = None
    for number, stage in enumerate(stages):
        y = em * 0.5 + number * em * 2.8
        middle, thick = y + em * 0.87, em * 1.74
        canvas.block(left - em, middle, canvas.lines_of(stage.label, left - em * 1.2), anchor="end")
        canvas.bar(left, y, right - left, thick, kind="track")
        if stage.count is None:
            canvas.text(right + em * 0.8, middle + em * 0.36, stage.note, size=0.9)
        else:
            canvas.bar(left, y, stage.count / first * (right - left), thick)
            canvas.text(
                right + em * 0.8, middle + em * 0.4, style.show(stage.count), kind="strong", size=1.15
            )
            if before:
                canvas.text(
                    style.width, middle + em * 0.36, share(stage.count / before), anchor="end", size=0.9
                )
        before = stage.count
    return canvas.markup()
