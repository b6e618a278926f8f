"""Queries on needs assessments, shared by pages, exports and the API."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Prefetch, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.collection.queries import ResponseCounts, turnout_of
from assessments.competencies.models import Competency, CompetencyText
from assessments.needs.models import (
    NeedsAssessment,
    Ranking,
    SegmentNeed,
    StakeholderGroup,
    TrainingNeed,
)
from participants.organisations.models import Court, Jurisdiction
from portal.figures.figure import Figure, missing, ratio_percent

RATE = "complete / (invited - bounced - not applicable)"
RR1 = "AAPOR RR1: complete / (invited - not concerned)"


@dataclass(frozen=True)
class ResponseRow:
    """The responses of one group: `complete` of those `eligible`, None when withheld.

    Eligible are all invited except bounced emails and people who declined.
    """

    code: str
    label: str
    invited: int
    eligible: int
    complete: int | None
    rate: Figure

    @property
    def width(self) -> int:
        return 0 if self.rate.value is None else int(self.rate.value)


def response_rate(invited: int, bounced: int, screened_out: int, complete: int | None) -> Figure:
    """The response rate in percent. T1.5: 240, 10, 20, 126 -> 60.0."""
    return _rate(complete, invited - bounced - screened_out, RATE)


def response_rate_rr1(invited: int, screened_out: int, complete: int | None) -> Figure:
    """RR1 in percent: bounced emails are of unknown eligibility. T1.5: 240, 20, 126 -> 57.3."""
    return _rate(complete, invited - screened_out, RR1)


def _rate(complete: int | None, eligible: int, definition: str) -> Figure:
    if complete is None:
        return missing("suppressed", unit="%", definition=definition)
    return ratio_percent(complete, eligible, definition=definition)


def group_label(code: str) -> str:
    """A group's name, in the language of the page."""
    return str(dict(StakeholderGroup.Code.choices).get(code, code))


def segment_label(dimension: str, segment: str) -> str:
    """A language's own name, or a level of court in the language of the page."""
    if dimension == SegmentNeed.Dimension.LANGUAGE:
        return str(dict(settings.LANGUAGES).get(segment, segment))
    return str(dict(Court.Level.choices).get(segment, segment)) if segment else str(_("Level not stated"))


def live_responses(assessment: NeedsAssessment) -> tuple[ResponseCounts, list[ResponseRow]]:
    """Responses so far, for the team that sends reminders: states of invitations only."""
    total, rows = turnout_of(assessment.collection, [group.code for group in assessment.groups.all()])
    return total, [
        _response_row(row.group, row.invited, row.bounced, row.screened_out, row.complete) for row in rows
    ]


def _response_row(
    code: str, invited: int, bounced: int, screened_out: int, complete: int | None
) -> ResponseRow:
    return ResponseRow(
        code=code,
        label=group_label(code),
        invited=invited,
        eligible=invited - bounced - screened_out,
        complete=complete,
        rate=response_rate(invited, bounced, screened_out, complete),
    )


def frozen_responses(ranking: Ranking) -> tuple[dict[str, Any], list[ResponseRow]]:
    """Response counts as published with the ranking: small groups withheld, and others so that they cannot be
    computed.
    """
    frozen = dict(ranking.responses)
    total = frozen.pop("", {"invited": 0, "bounced": 0, "started": 0, "screened_out": 0, "complete": 0})
    headline = {
        **total,
        "rate": response_rate(total["invited"], total["bounced"], total["screened_out"], total["complete"]),
        "rr1": response_rate_rr1(total["invited"], total["screened_out"], total["complete"]),
    }
    rows = [
        _response_row(
            code, row["invited"], row.get("bounced", 0), row.get("screened_out", 0), row["complete"]
        )
        for code, row in ((code, frozen[code]) for code in ranking.codes if code in frozen)
    ]
    return headline, rows


class Cell(NamedTuple):
    """A frozen cell (`ScoredCell`) as a tuple, because pages have hundreds and model instances would be slow."""

    competency_id: int
    group_code: str
    n: int | None
    importance: Decimal | None
    ability: Decimal | None
    score: Decimal | None
    spread: Decimal | None
    rank: int | None
    reason: str
    low: Decimal | None
    high: Decimal | None
    rds: Decimal | None
    rds_rank: int | None
    top_share: Decimal | None = None  # for cells over all respondents and all groups


@dataclass
class RankedRow:
    """A competency's line in the results: the cell over all groups, one per group, and the need accepted from
    it.
    """

    competency: Competency
    overall: Cell | None = None
    groups: dict[str, Cell] = field(default_factory=dict)
    need: TrainingNeed | None = None

    def by(self, group: str) -> Cell | None:
        return self.groups.get(group) if group else self.overall


def latest_ranking(assessment: NeedsAssessment) -> Ranking | None:
    return assessment.rankings.order_by("-id").first()


@dataclass(frozen=True)
class Segment:
    """The segment that a page shows: a jurisdiction, a language or a level of court."""

    dimension: str
    key: str
    label: str
    jurisdiction: Jurisdiction | None = None


def cells_of(ranking: Ranking, segment: Segment | None = None) -> Any:
    """The frozen cells over all respondents, or of one segment."""
    if segment is None:
        return ranking.ranked_needs.order_by()
    if segment.jurisdiction is not None:
        return ranking.jurisdiction_needs.filter(jurisdiction=segment.jurisdiction).order_by()
    return ranking.segment_needs.filter(dimension=segment.dimension, segment=segment.key).order_by()


@lru_cache(maxsize=16)
def _cached_cells(public_id: UUID, ranking: Ranking, segment: Segment | None) -> tuple[Cell, ...]:  # noqa: ARG001  # the cache key
    """The cells as tuples. Frozen cells never change, so a process caches them."""
    columns = Cell._fields if segment is None else Cell._fields[:-1]
    return tuple(Cell(*row) for row in cells_of(ranking, segment).values_list(*columns))


def ranked_rows(
    ranking: Ranking,
    *,
    by: str = "",
    jurisdiction: Jurisdiction | None = None,
    segment: Segment | None = None,
) -> list[RankedRow]:
    """Every competency of the ranking, or of one segment's, best rank in group `by` first, in four queries."""
    if jurisdiction is not None:
        segment = Segment("jurisdiction", jurisdiction.code, str(jurisdiction), jurisdiction)
    cells = _cached_cells(ranking.public_id, ranking, segment)
    competencies = competencies_of({cell.competency_id for cell in cells})
    rows: dict[int, RankedRow] = {}
    for ranked in cells:
        row = rows.setdefault(ranked.competency_id, RankedRow(competencies[ranked.competency_id]))
        if ranked.group_code:
            row.groups[ranked.group_code] = ranked
        else:
            row.overall = ranked
    for need in TrainingNeed.objects.filter(assessment=ranking.assessment_id, jurisdiction=None):
        if need.competency_id in rows:
            rows[need.competency_id].need = need
    return sorted(rows.values(), key=lambda row: _place(row, by))


def competencies_of(ids: Iterable[int]) -> dict[int, Competency]:
    """Competencies with their areas and the texts of both in the active language, in two queries."""
    ranked = Competency.objects.filter(pk__in=set(ids))
    both = Competency.objects.filter(Q(pk__in=ranked.values("pk")) | Q(pk__in=ranked.values("parent")))
    own = CompetencyText.objects.filter(language=get_language() or "en")
    by_id = {competency.pk: competency for competency in both.prefetch_related(Prefetch("texts", own))}
    for competency in by_id.values():
        if competency.parent_id in by_id:
            competency.parent = by_id[competency.parent_id]
    return by_id


def _place(row: RankedRow, by: str) -> tuple[int, str]:
    ranked = row.by(by)
    return (ranked.rank if ranked and ranked.rank else 10_000, row.competency.code)


def areas_of(rows: list[RankedRow]) -> list[tuple[str, str]]:
    """(code, title) of the rows' areas, in the framework's order."""
    parents = {row.competency.parent_id: row.competency.parent for row in rows if row.competency.parent}
    return [
        (area.code, str(area))
        for area in sorted(parents.values(), key=lambda area: (area.position, area.code))
    ]


def highest_score(rows: list[RankedRow]) -> Decimal:
    """The maximum of the page's scale: its highest score, rounded up to a multiple of five."""
    scores = [
        cell.score for row in rows for cell in (row.overall, *row.groups.values()) if cell and cell.score
    ]
    top = max(scores, default=Decimal(5))
    return Decimal(5 * (int(top) // 5 + 1))


def with_counts(assessments: Any) -> Any:
    """Assessments with `asked` (people emailed) and `answered`, counted in the same query."""
    invitations = "collection__invitations"
    return assessments.select_related("owner", "collection").annotate(
        asked=Count(
            invitations,
            filter=Q(**{f"{invitations}__invited_at__isnull": False})
            & ~Q(**{f"{invitations}__state": "delegated"}),
        ),
        answered=Count(invitations, filter=Q(**{f"{invitations}__state": "complete"})),
    )
