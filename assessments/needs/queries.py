"""Reads of needs assessments that pages, exports and the API share."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from assessments.collection.queries import Turnout, turnout_of
from assessments.competencies.models import Competency
from assessments.needs.models import NeedsAssessment, Ranking, ScoredCell, StakeholderGroup, TrainingNeed
from participants.organisations.models import Jurisdiction
from portal.figures.figure import Figure, missing, ratio_percent

RATE = "complete / (invited - letters came back - not concerned)"
RR1 = "AAPOR RR1: complete / (invited - not concerned)"


@dataclass(frozen=True)
class ResponseRow:
    """One group's line of who answered; `complete` is None where it is withheld."""

    code: str
    label: str
    invited: int
    complete: int | None
    rate: Figure

    @property
    def width(self) -> int:
        return 0 if self.rate.value is None else int(self.rate.value)


def response_rate(invited: int, bounced: int, screened_out: int, complete: int | None) -> Figure:
    """The headline rate in percent. T1.5: 240, 10, 20, 126 -> 60.0."""
    return _rate(complete, invited - bounced - screened_out, RATE)


def response_rate_rr1(invited: int, screened_out: int, complete: int | None) -> Figure:
    """RR1 in percent: a letter that came back is of unknown eligibility. T1.5: 240, 20, 126 -> 57.3."""
    return _rate(complete, invited - screened_out, RR1)


def _rate(complete: int | None, eligible: int, definition: str) -> Figure:
    if complete is None:
        return missing("suppressed", unit="%", definition=definition)
    return ratio_percent(complete, eligible, definition=definition)


def label_of(code: str) -> str:
    """A group's name, in the language of the page."""
    return str(dict(StakeholderGroup.Code.choices).get(code, code))


def live_responses(assessment: NeedsAssessment) -> tuple[Turnout, list[ResponseRow]]:
    """Who has answered so far, for the team that sends reminders: states of invitations, nothing of the answers."""
    total, rows = turnout_of(assessment.collection, [group.code for group in assessment.groups.all()])
    return total, [
        ResponseRow(
            row.group,
            label_of(row.group),
            row.invited,
            row.complete,
            response_rate(row.invited, row.bounced, row.screened_out, row.complete),
        )
        for row in rows
    ]


def frozen_responses(ranking: Ranking) -> tuple[dict[str, Any], list[ResponseRow]]:
    """Who answered, as published with the ranking: small groups withheld, and others so that they stay so."""
    frozen = dict(ranking.responses)
    total = frozen.pop("", {"invited": 0, "bounced": 0, "started": 0, "screened_out": 0, "complete": 0})
    headline = {
        **total,
        "rate": response_rate(total["invited"], total["bounced"], total["screened_out"], total["complete"]),
        "rr1": response_rate_rr1(total["invited"], total["screened_out"], total["complete"]),
    }
    rows = [
        ResponseRow(
            code,
            label_of(code),
            row["invited"],
            row["complete"],
            response_rate(row["invited"], row.get("bounced", 0), row.get("screened_out", 0), row["complete"]),
        )
        for code, row in ((code, frozen[code]) for code in ranking.codes if code in frozen)
    ]
    return headline, rows


@dataclass
class RankedRow:
    """A competency's line in the results: the row over all groups, one a group, and the need that rests on it."""

    competency: Competency
    overall: ScoredCell | None = None
    groups: dict[str, ScoredCell] = field(default_factory=dict)
    need: TrainingNeed | None = None

    def by(self, group: str) -> ScoredCell | None:
        return self.groups.get(group) if group else self.overall


def latest_ranking(assessment: NeedsAssessment) -> Ranking | None:
    return assessment.rankings.order_by("-id").first()


def ranked_rows(ranking: Ranking, *, by: str = "", place: Jurisdiction | None = None) -> list[RankedRow]:
    """Every competency of the ranking, or of one place's, best rank in group `by` first: four queries."""
    cells: Any = ranking.ranked_needs if place is None else ranking.place_needs.filter(jurisdiction=place)
    found = cells.select_related("competency__parent")
    rows: dict[int, RankedRow] = {}
    for ranked in found.prefetch_related("competency__texts", "competency__parent__texts"):
        row = rows.setdefault(ranked.competency_id, RankedRow(ranked.competency))
        if ranked.group_code:
            row.groups[ranked.group_code] = ranked
        else:
            row.overall = ranked
    for need in TrainingNeed.objects.filter(assessment=ranking.assessment_id, jurisdiction=None):
        if need.competency_id in rows:
            rows[need.competency_id].need = need
    return sorted(rows.values(), key=lambda row: _place(row, by))


def _place(row: RankedRow, by: str) -> tuple[int, str]:
    ranked = row.by(by)
    return (ranked.rank if ranked and ranked.rank else 10_000, row.competency.code)


def areas_of(rows: list[RankedRow]) -> list[tuple[str, str]]:
    """(code, title) of the areas that the rows stand in, in the framework's order."""
    parents = {row.competency.parent_id: row.competency.parent for row in rows if row.competency.parent}
    return [
        (one.code, str(one)) for one in sorted(parents.values(), key=lambda one: (one.position, one.code))
    ]


def highest_score(rows: list[RankedRow]) -> Decimal:
    """The end of the scale that a page's bars share: the highest score on it, up to the next five."""
    scores = [
        cell.score for row in rows for cell in (row.overall, *row.groups.values()) if cell and cell.score
    ]
    top = max(scores, default=Decimal(5))
    return Decimal(5 * (int(top) // 5 + 1))


def with_counts(assessments: Any) -> Any:
    """Assessments with `asked` (people written to) and `answered`, counted in the same query."""
    invitations = "collection__invitations"
    return assessments.select_related("owner", "collection").annotate(
        asked=Count(
            invitations,
            filter=Q(**{f"{invitations}__invited_at__isnull": False})
            & ~Q(**{f"{invitations}__state": "delegated"}),
        ),
        answered=Count(invitations, filter=Q(**{f"{invitations}__state": "complete"})),
    )
