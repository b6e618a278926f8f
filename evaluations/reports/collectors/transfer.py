"""Use of what was learned, from transfer surveys that closed in the period, with the figures of the survey pages."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from assessments.instruments.models import Instrument
from evaluations.reports.collectors.people import counted
from evaluations.reports.snapshot.tables import Row, Table, plain
from portal.figures.figure import Figure, missing
from programs.programmes.models import Programme
from programs.surveys.models import CohortSurvey
from programs.surveys.queries import results_of, with_counts
from programs.surveys.transfer import DEFINITION, Transfer

COLUMNS = ("invited", "complete", "occasion", "rate", "low", "high")
OCCASION = "people who had the occasion to use what they learned"


def read(programme: Programme, starts: date, ends: date) -> Iterable[Table]:
    """Read one row per survey; nothing if nobody was invited in the period."""
    first = datetime.combine(starts, time(), tzinfo=UTC)
    after = datetime.combine(ends + timedelta(days=1), time(), tzinfo=UTC)
    surveys = with_counts(CohortSurvey.objects.filter(cohort__programme=programme)).filter(
        version__instrument__kind=Instrument.Kind.TRANSFER,
        state=CohortSurvey.State.CLOSED,
        collection__closes_at__gte=first,
        collection__closes_at__lt=after,
    )
    rows = [row for row in map(_row, surveys.order_by("collection__closes_at", "pk")) if row is not None]
    if rows:
        yield Table("used", "learning", COLUMNS, tuple(rows))


def _row(survey: Any) -> Row | None:
    """The row of a survey from `with_counts`; None if its coordinator wrote the questions, so that use is undefined."""
    transfer = results_of(survey).transfer
    if transfer is None:
        return None
    sources = (("programs.cohort", survey.cohort_id),)
    figures = {
        "invited": counted(survey.invited, sources=sources),
        "complete": counted(survey.answered, sources=sources),
        **_figures(transfer, sources),
    }
    return Row(str(survey.public_id)[:8], plain(survey.cohort.title), figures)


def _figures(transfer: Transfer, sources: tuple[tuple[str, int], ...]) -> dict[str, Figure]:
    rate = transfer.rate
    if rate.value is None or transfer.low is None or transfer.high is None:
        why = rate.reason or "no_data"
        none = missing(why, unit="%", definition=DEFINITION)
        return {
            "occasion": missing(why, unit="people", definition=OCCASION),
            "rate": none,
            "low": none,
            "high": none,
        }
    ends = {"rate": rate.value, "low": transfer.low, "high": transfer.high}
    shown = {
        key: Figure(value, unit="%", n=rate.n, definition=DEFINITION, sources=sources)
        for key, value in ends.items()
    }
    had = Figure(Decimal(rate.n or 0), unit="people", n=rate.n, definition=OCCASION, sources=sources)
    return {"occasion": had, **shown}
