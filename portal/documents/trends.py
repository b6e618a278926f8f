"""Charts of change over time as SVG. Time runs from left to right in every language.

Series have labels, so that colour is not the only difference. Missing values leave gaps, and two values get no line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.documents.canvas import BAR, BAR_2, INK, PAPER, Canvas, ChartStyle, ceiling, spread_labels
from portal.documents.text_metrics import width_in_em

MIN_VALUES_FOR_LINE = 3


@dataclass(frozen=True)
class Series:
    name: str
    values: Sequence[float | None]
    strong: bool = True


@dataclass(frozen=True)
class Event:
    """An event on the time axis: `at` counts periods from the first, with fractions."""

    at: float
    label: str


@dataclass(frozen=True)
class Panel:
    """One small chart: the values of a court, its target, and the period in which its reform began."""

    title: str
    note: str
    values: Sequence[float | None]
    target: float | None = None
    began: float | None = None


def lines(
    style: ChartStyle,
    title: str,
    periods: Sequence[str],
    series: Sequence[Series],
    *,
    target: float | None = None,
    target_label: str = "",
    events: Sequence[Event] = (),
    height: float | None = None,
) -> str:
    """Series over time with labels at their ends, a dashed target and events. Fewer than three values get no line."""
    em = style.text
    tall = height or style.width * 0.4
    canvas = Canvas(style, tall, title)
    seen = [v for s in series for v in s.values if v is not None]
    top, step = ceiling(max([*seen, *([target] if target is not None else [])], default=1))
    left, right, foot, head = (
        em * max(4.4, width_in_em(style.show(top)) * 0.93 + 1),
        style.width - _label_width(style, series, target_label) * em,
        tall - em * 2.4,
        em * 2.6,
    )
    last = max(len(periods) - 1, 1)

    def x(i: float) -> float:
        return left + i / last * (right - left)

    def y(v: float) -> float:
        return foot - v / top * (foot - head)

    _time_axes(canvas, periods, x, y, top, step, (left, right))
    for event in events:
        canvas.line(x(event.at), head - em, x(event.at), foot, kind="event", width=0.6, dash="1.5 1.8")
        canvas.text(x(event.at) + em * 0.4, head - em * 0.4, event.label, size=0.93)
    if target is not None:
        canvas.line(left, y(target), right, y(target), kind="target", width=1, dash="4 2.5")
    for each in sorted(series, key=lambda s: s.strong):
        _trend(canvas, each, x, y)
    _end_labels(canvas, series, (target, target_label), right + em * 0.8, y)
    return canvas.markup()


def _label_width(style: ChartStyle, series: Sequence[Series], target_label: str) -> float:
    """The width in em at the right for the labels of the series."""
    ends = (_end_label(style, each) or each.name for each in series)
    widest = max((width_in_em(label) for label in ends), default=0)
    return min(max(widest * 1.08, width_in_em(target_label)) + 1.6, 21)


def _end_label(style: ChartStyle, series: Series) -> str:
    """The last value and the name of a series; "" without values."""
    known = [v for v in series.values if v is not None]
    return f"{style.show(known[-1])} {series.name}".strip() if known else ""


def _time_axes(
    canvas: Canvas,
    periods: Sequence[str],
    x: Callable[[float], float],
    y: Callable[[float], float],
    top: float,
    step: float,
    sides: tuple[float, float],
) -> None:
    em = canvas.style.text
    for number in range(round(top / step) + 1):
        v = number * step
        canvas.line(
            sides[0], y(v), sides[1], y(v), kind="grid" if number else "axis", width=0.5 if number else 0.8
        )
        canvas.text(sides[0] - em * 0.8, y(v) + em * 0.35, canvas.style.show(v), anchor="end", size=0.93)
    every = -(-len(periods) // 10)
    for number, period in enumerate(periods):
        if number % every == 0 or (number == len(periods) - 1 and number % every > every / 2):
            canvas.text(x(number), y(0) + em * 1.7, period, anchor="middle", size=0.93)


def _trend(canvas: Canvas, series: Series, x: Callable[[float], float], y: Callable[[float], float]) -> None:
    """Draw a line through each run of values without gaps, and dots at both ends and for single values."""
    kind, colour, width = ("line", BAR, 2.0) if series.strong else ("line b", BAR_2, 1.4)
    dot = "dot" if series.strong else "dot b"
    known = [(i, v) for i, v in enumerate(series.values) if v is not None]
    runs: list[list[tuple[int, float]]] = []
    for point in known:
        if runs and point[0] == runs[-1][-1][0] + 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    for run in runs:
        if len(run) > 1 and len(known) >= MIN_VALUES_FOR_LINE:
            canvas.path([(x(i), y(v)) for i, v in run], kind=kind, colour=colour, width=width)
    single = known if len(known) < MIN_VALUES_FOR_LINE else [run[0] for run in runs if len(run) == 1]
    for i, v in {*single, *known[:1], *known[-1:]}:
        canvas.dot(x(i), y(v), kind=dot, radius=2.4 if series.strong else 1.9)


def _end_labels(
    canvas: Canvas,
    series: Sequence[Series],
    target: tuple[float | None, str],
    x: float,
    y: Callable[[float], float],
) -> None:
    em = canvas.style.text
    ends: list[tuple[float, str, str]] = []
    for each in series:
        known = [v for v in each.values if v is not None]
        if known:
            label = _end_label(canvas.style, each)
            ends.append((y(known[-1]), label, "accent" if each.strong else "soft"))
    if target[0] is not None:
        ends.append((y(target[0]), target[1], "warn-text"))
    positions = spread_labels([position for position, _, _ in ends], em * 1.25)
    for position, (_, label, kind) in zip(positions, ends, strict=True):
        canvas.text(x, position + em * 0.35, label, kind=kind)


def spark(values: Sequence[float | None], title: str, *, target: float | None = None) -> str:
    """A series as a small line of 100 by 28, without text."""
    canvas = Canvas(ChartStyle(width=100), 28, title)
    known = [v for v in values if v is not None]
    if not known:
        return canvas.markup("spark")
    low, high = min([*known, *([target] if target is not None else [])]), max(known)
    last = max(len(values) - 1, 1)

    def y(v: float) -> float:
        return 25 - (v - low) / ((high - low) or 1) * 22

    if target is not None:
        canvas.line(0, y(target), 100, y(target), kind="target", dash="4 3", width=1)
    _trend(canvas, Series("", values), lambda i: 2 + i / last * 96, y)
    return canvas.markup("spark")


def multiples(style: ChartStyle, title: str, panels: Sequence[Panel], *, columns: int = 3) -> str:
    """Small charts on one scale; a triangle marks the beginning of each court's reform."""
    em = style.text
    wide, tall = style.width / columns, em * 13.5
    known = [v for p in panels for v in (*p.values, p.target) if v is not None]
    top = ceiling(max(known, default=1))[0]
    canvas = Canvas(style, tall * -(-len(panels) // columns), title)
    for number, panel in enumerate(panels):
        _panel(canvas, panel, number % columns * wide, number // columns * tall, wide, tall, top)
    return canvas.markup()


def _panel(
    canvas: Canvas, panel: Panel, left: float, head: float, wide: float, tall: float, top: float
) -> None:
    em = canvas.style.text
    foot, right = head + tall - em * 2, left + wide * 0.72
    last = max(len(panel.values) - 1, 1)

    def x(i: float) -> float:
        return left + 2 + i / last * (right - left - 2)

    def y(v: float) -> float:
        return foot - v / top * (foot - head - em * 4)

    canvas.line(left, head + 0.5, left + wide - em * 1.6, head + 0.5, kind="axis", width=0.7)
    canvas.text(left, head + em * 1.5, canvas.lines_of(panel.title, wide - em * 2)[0], kind="strong")
    canvas.text(left, head + em * 2.7, panel.note, size=0.9)
    canvas.line(left + 2, foot, right, foot, kind="grid")
    if panel.target is not None:
        canvas.line(left + 2, y(panel.target), right, y(panel.target), kind="target", width=0.9, dash="3 2")
    if panel.began is not None:
        at = x(panel.began)
        canvas.line(at, foot, at, head + em * 4, kind="event", dash="1.5 1.5")
        canvas.shapes.append(f'<path class="mark" d="M{at:.1f} {foot:.1f}l-2.6 4.5h5.2z" fill="{INK}"/>')
    _trend(canvas, Series("", panel.values), x, y)
    _panel_labels(canvas, panel, right + em * 0.8, y)


def _panel_labels(canvas: Canvas, panel: Panel, x: float, y: Callable[[float], float]) -> None:
    em = canvas.style.text
    known = [v for v in panel.values if v is not None]
    ends = [(y(known[-1]), known[-1], "strong")] if known else []
    if panel.target is not None:
        ends.append((y(panel.target), panel.target, "warn-text"))
    positions = spread_labels([position for position, _, _ in ends], em * 1.15)
    for position, (_, value, kind) in zip(positions, ends, strict=True):
        canvas.text(
            x,
            position + em * 0.35,
            canvas.style.show(value),
            kind=kind,
            size=1.1 if kind == "strong" else 0.93,
        )


def cover_lines(strong: Sequence[Sequence[float]], soft: Sequence[Sequence[float]], title: str) -> str:
    """The ornament of a cover, 210 by 86: a smooth line for each series, `strong` ones in white; without axes."""
    known = [v for line in (*strong, *soft) for v in line]
    canvas = Canvas(ChartStyle(width=210), 86, title)
    if known:
        low, high = min(known), max(known)
        for lines_, colour, width in ((soft, "#5f7ba3", 0.28), (strong, PAPER, 0.5)):
            for line in lines_:
                points = [
                    (i / max(len(line) - 1, 1) * 210, 82 - (v - low) / ((high - low) or 1) * 78)
                    for i, v in enumerate(line)
                ]
                canvas.shapes.append(
                    f'<path d="{smooth(points)}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
                )
    return canvas.markup("art")


def smooth(points: Sequence[tuple[float, float]]) -> str:
    """The path of a smooth curve through the points (Catmull-Rom as cubics)."""
    out = [f"M{points[0][0]:.2f} {points[0][1]:.2f}"]
    last = len(points) - 1
    for i in range(last):
        (ax, ay), (bx, by), (cx, cy), (ex, ey) = (points[min(max(i + j, 0), last)] for j in (-1, 0, 1, 2))
        out.append(
            f"C{bx + (cx - ax) / 6:.2f} {by + (cy - ay) / 6:.2f} "
            f"{cx - (ex - bx) / 6:.2f} {cy - (ey - by) / 6:.2f} {cx:.2f} {cy:.2f}"
        )
    return "".join(out)
