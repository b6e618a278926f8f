"""Published findings of needs assessments beside the reports: one line an assessment, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.analysis.models import Findings
from portal.access.users import AnyUser


@dataclass(frozen=True)
class PublishedFindings:
    """`row` is in the reader's language, else in English, else in whichever there is; `others` are its translations."""

    row: Findings
    others: list[Findings]


def published(user: AnyUser) -> QuerySet[Findings]:
    """Newest first. What was taken back is a draft again, whoever reads."""
    rows = Findings.objects.visible_to(user).filter(state=Findings.State.PUBLISHED)
    return rows.select_related("ranking__assessment__owner").order_by("-published_at", "-pk")


def by_assessment(rows: Iterable[Findings], *, language: str) -> list[PublishedFindings]:
    """One line for each assessment that has findings, in the order of the rows."""
    groups: dict[int, list[Findings]] = {}
    for row in rows:
        groups.setdefault(row.ranking.assessment_id, []).append(row)
    return [_found(group, language) for group in groups.values()]


def _found(group: list[Findings], language: str) -> PublishedFindings:
    wish = {"en": 1} | {language: 0}
    first = min(group, key=lambda row: wish.get(row.language, 2))
    others = [row for row in group if row is not first and row.ranking_id == first.ranking_id]
    return PublishedFindings(first, others)
