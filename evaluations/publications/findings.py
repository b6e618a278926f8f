"""Published findings of needs assessments, one row per assessment in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.analysis.models import Findings
from portal.access.users import AnyUser


@dataclass(frozen=True)
class PublishedFindings:
    """`row` is in the reader's language, else in English, else in any other; `others` are its translations."""

    row: Findings
    others: list[Findings]


def published(user: AnyUser) -> QuerySet[Findings]:
    """Published findings, newest first. Withdrawn findings are drafts again."""
    rows = Findings.objects.visible_to(user).filter(state=Findings.State.PUBLISHED)
    return rows.select_related("ranking__assessment__owner").order_by("-published_at", "-pk")


def by_assessment(rows: Iterable[Findings], *, language: str) -> list[PublishedFindings]:
    """Group findings by assessment, in the order of the rows."""
    groups: dict[int, list[Findings]] = {}
    for row in rows:
        groups.setdefault(row.ranking.assessment_id, []).append(row)
    return [_found(group, language) for group in groups.values()]


def _found(group: list[Findings], language: str) -> PublishedFindings:
    wish = {"en": 1} | {language: 0}
    first = min(group, key=lambda row: wish.get(row.language, 2))
    others = [row for row in group if row is not first and row.ranking_id == first.ranking_id]
    return PublishedFindings(first, others)
