"""Question results as rows of a file, with the same values withheld as on the page."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from assessments.analysis.question_results.overall import QuestionResult
from portal.figures.figure import round_half_up
from portal.languages.numbers import interpolate


def headings() -> list[str]:
    """Column headings of `export_rows`."""
    return [
        _("Question"),
        _("Question text"),
        _("Number of people who answered"),
        _("Choice or measure"),
        _("Value"),
    ]


def export_rows(line: QuestionResult) -> Iterator[list[Any]]:
    """The same results as the page, with the same values withheld."""
    withheld = _("withheld")
    about = [line.question.name, line.text, withheld if line.people is None else line.people]
    if line.is_withheld:
        yield [*about, "", withheld if line.people != 0 else _("no responses")]
    for label, people, _width in line.bars or ():
        yield [*about, label, withheld if people is None else people]
    for label, rank in line.mean_ranks or ():
        yield [*about, interpolate(_("Mean rank: %(choice)s"), choice=label), round_half_up(rank, 2)]
    if line.summary:
        measures = ((_("Lower quartile"), line.summary.lower), (_("Median"), line.summary.median),
                    (_("Upper quartile"), line.summary.upper), (_("Mean"), line.summary.mean))  # fmt: skip
        for label, value in measures:
            yield [*about, label, None if value is None else round_half_up(value, 2)]
    if line.mean is not None:
        yield [*about, _("Mean"), round_half_up(line.mean, 2)]
