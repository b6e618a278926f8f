"""Charts of change over time: values in, SVG out. Time runs from left to right in every language.

Series are told apart by labels beside them, not by colour alone. A missing value leaves a gap, and two
points make no trend.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.documents.canvas import BAR, BAR_2, INK, PAPER, Canvas, ChartStyle, ceiling, spread_labels
from portal.documents.text_metrics import width_in_em

TREND_NEEDS = 3


@dataclass(frozen=True)
class Series:
    name: str
    values: Sequence[float | None]
    strong: bool = True


@dataclass(frozen=True)
class Event:
    """Something on the axis of time: `at` counts periods from the first, and may lie between two."""

    at: float
    label: str


@dataclass(frozen=True)
class Panel:
    """One small drawing: a court's series, its target, and the period in which its reform began."""

    title: str
    note: str
    values: Sequence[float | None]
    target: float | None = None
    began: float | None = None


def lines(
    frame: ChartStyle,
    title: str,
    periods: Sequence[str],
    series: Sequence[Series],
    *,
    target: float | None = None,
    target_label: str = "",
    events: Sequence[Event] = (),
    height: float | None = None,
) -> str:
    """Series over time, named at their ends; the target dashed, events marked. Under three points there is
    no line.
    """
    em = frame.text
    tall = height or frame.width * 0.4
    canvas = Canvas(frame, tall, title)
    seen = [v for s in series for v in s.values if v is not None]
    top, step = ceiling(max([*seen, *([target] if target is not None else [])], default=1))
    left, right, foot, head = (
        em * max(4.4, width_in_em(frame.show(top)) * 0.93 + 1),
        frame.width - _room(frame, series, target_label) * em,
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


def _room(frame: ChartStyle, series: Sequence[Series], target_label: str) -> float:
    """Em to leave at the right for the names at the ends."""
    ends = (_end_words(frame, each) or each.name for each in series)
    widest = max((width_in_em(words) for words in ends), default=0)
    return min(max(widest * 1.08, width_in_em(target_label)) + 1.6, 21)


def _end_words(frame: ChartStyle, series: Series) -> str:
    """A series' last value and name, "" without any value."""
    known = [v for v in series.values if v is not None]
    return f"{frame.show(known[-1])} {series.name}".strip() if known else ""


def _time_axes(
    canvas: Canvas,
    periods: Sequence[str],
    x: Callable[[float], float],
    y: Callable[[float], float],
    top: float,
    step: float,
    sides: tuple[float, float],
) -> None:
    em = canvas.frame.text
    for number in range(round(top / step) + 1):
        v = number * step
        canvas.line(
            sides[0], y(v), sides[1], y(v), kind="grid" if number else "axis", width=0.5 if number else 0.8
        )
        canvas.text(sides[0] - em * 0.8, y(v) + em * 0.35, canvas.frame.show(v), anchor="end", size=0.93)
    every = -(-len(periods) // 10)
    for number, period in enumerate(periods):
        if number % every == 0 or (number == len(periods) - 1 and number % every > every / 2):
            canvas.text(x(number), y(0) + em * 1.7, period, anchor="middle", size=0.93)


def _trend(canvas: Canvas, series: Series, x: Callable[[float], float], y: Callable[[float], float]) -> None:
    """A line through each unbroken run of values, dots where a run is single, at both ends, or too short."""
    kind, colour, width = ("line", BAR, 2.0) if series.strong else ("line b", BAR_2, 1.4)
    dot = "dot" if series.strong else "dot b"
    known = [(i, v) for i, v in enumerate(series.values) if v is not None]
    runs: list[list[tuple[int, float]]] = []
    for place in known:
        if runs and place[0] == runs[-1][-1][0] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    for run in runs:
        if len(run) > 1 and len(known) >= TREND_NEEDS:
            canvas.path([(x(i), y(v)) for i, v in run], kind=kind, colour=colour, width=width)
    lone = known if len(known) < TREND_NEEDS else [run[0] for run in runs if len(run) == 1]
    for i, v in {*lone, *known[:1], *known[-1:]}:
        canvas.dot(x(i), y(v), kind=dot, radius=2.4 if series.strong else 1.9)


def _end_labels(
    canvas: Canvas,
    series: Sequence[Series],
    target: tuple[float | None, str],
    x: float,
    y: Callable[[float], float],
) -> None:
    em = canvas.frame.text
    ends: list[tuple[float, str, str]] = []
    for each in series:
        known = [v for v in each.values if v is not None]
        if known:
            words = _end_words(canvas.frame, each)
            ends.append((y(known[-1]), words, "accent" if each.strong else "soft"))
    if target[0] is not None:
        ends.append((y(target[0]), target[1], "warn-text"))
    places = spread_labels([place for place, _, _ in ends], em * 1.25)
    for place, (_, words, kind) in zip(places, ends, strict=True):
        canvas.text(x, place + em * 0.35, words, kind=kind)


def spark(values: Sequence[float | None], title: str, *, target: float | None = None) -> str:
    """A series as one small line, 100 by 28, without words."""
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


def multiples(frame: ChartStyle, title: str, panels: Sequence[Panel], *, columns: int = 3) -> str:
    """Small drawings on one scale; a triangle marks where each court's reform began."""
    em = frame.text
    wide, tall = frame.width / columns, em * 13.5
    known = [v for p in panels for v in (*p.values, p.target) if v is not None]
    top = ceiling(max(known, default=1))[0]
    canvas = Canvas(frame, tall * -(-len(panels) // columns), title)
    for number, panel in enumerate(panels):
        _panel(canvas, panel, number % columns * wide, number // columns * tall, wide, tall, top)
    return canvas.markup()


def _panel(
    canvas: Canvas, panel: Panel, left: float, head: float, wide: float, tall: float, top: float
) -> None:
    em = canvas.frame.text
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
    em = canvas.frame.text
    known = [v for v in panel.values if v is not None]
    ends = [(y(known[-1]), known[-1], "strong")] if known else []
    if panel.target is not None:
        ends.append((y(panel.target), panel.target, "warn-text"))
    places = spread_labels([place for place, _, _ in ends], em * 1.15)
    for place, (_, value, kind) in zip(places, ends, strict=True):
        canvas.text(
            x, place + em * 0.35, canvas.frame.show(value), kind=kind, size=1.1 if kind == "strong" else 0.93
        )


def cover_lines(strong: Sequence[Sequence[float]], soft: Sequence[Sequence[float]], title: str) -> str:
    """A cover's art, 210 by 86: one smooth line a series, the strong ones white. Times differ, shapes
    speak.
    """
    known = [v for line in (*strong, *soft) for v in line]
    canvas = Canvas(ChartStyle(width=210), 86, title)
    if known:
        low, high = min(known), max(known)
        for lines_, colour, width in ((soft, "#5f7ba3", 0.28), (strong, PAPER, 0.5)):
            for line in lines_:
                places = [
                    (i / max(len(line) - 1, 1) * 210, 82 - (v - low) / ((high - low) or 1) * 78)
                    for i, v in enumerate(line)
                ]
                canvas.shapes.append(
                    f'<path d="{smooth(places)}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
                )
    return canvas.markup("art")


def smooth(points: Sequence[tuple[float, float]]) -> str:
    """A curve through the points (Catmull-Rom as cubics)."""
    out = [f"M{points[0][0]:.2f} {points[0][1]:.2f}"]
    last = len(points) - 1
    for i in range(last):
        (ax, ay), (bx, by), (cx, cy), (ex, ey) = (points[min(max(i + j, 0), last)] for j in (-1, 0, 1, 2))
        out.append(
            f"C{bx + (cx - ax) / 6:.2f} {by + (cy - ay) / 6:.2f} "
            f"{cx - (ex - bx) / 6:.2f} {cy - (ey - by) / 6:.2f} {cx:.2f} {cy:.2f}"
        )
    return "".join(out)
