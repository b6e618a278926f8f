"""Queries for the funding gaps: ranked needs, spending and number of judges of each jurisdiction."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from assessments.landscape.models import JudgeCount
from assessments.needs.models import JurisdictionNeed, Ranking
from participants.organisations.models import Jurisdiction
from portal.access.users import AnyUser
from programs.cohorts.models import Enrolment
from programs.funding.gaps import Gap, Reason, gap_of, share_out, sort_key, sum_shares
from programs.funding.models import Expenditure
from programs.programmes.models import Programme

TOP = 3


@dataclass(frozen=True)
class JurisdictionGap:
    jurisdiction: Jurisdiction
    gap: Gap
    needs: list[JurisdictionNeed]
    count: JudgeCount | None


@dataclass
class Spending:
    """Spending by jurisdiction code in one currency, and the codes for which it is not known.

    `not_reported`: jurisdictions of programmes without any expenditure; `other_currency`: of programmes with
    expenditure in another currency.
    """

    spent: dict[str, Decimal] = field(default_factory=dict)
    not_reported: set[str] = field(default_factory=set)
    other_currency: set[str] = field(default_factory=set)


def currencies() -> list[str]:
    """Currencies with expenditure, the one used for most jurisdictions with a ranking first."""
    ranked = JurisdictionNeed.objects.values("jurisdiction")
    rows = (
        Expenditure.objects.in_force()
        .values_list("line__programme__currency")
        .annotate(
            jurisdictions=Count(
                "line__programme__jurisdictions",
                filter=Q(line__programme__jurisdictions__in=ranked),
                distinct=True,
            ),
            n=Count("pk", distinct=True),
        )
    )
    return [row[0] for row in sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))]


def gaps_for(user: AnyUser, *, currency: str) -> list[JurisdictionGap]:
    """The jurisdictions with a ranking or a programme, the widest gap first. Nine queries."""
    needs = _needs(user)
    spending = _spending(currency)
    counts: dict[int, JudgeCount] = {}
    for count in JudgeCount.objects.order_by("year"):
        counts[count.jurisdiction_id] = count
    with_programme = set(spending.spent) | spending.not_reported | spending.other_currency
    rows = []
    for jurisdiction in Jurisdiction.objects.all():
        if jurisdiction.pk not in needs and jurisdiction.code not in with_programme:
            continue
        open_needs = needs.get(jurisdiction.pk, [])
        scores = [max(cell.score, Decimal(0)) for cell in open_needs if cell.score is not None]
        spent, reason = _spent_on(jurisdiction.code, spending)
        last = counts.get(jurisdiction.pk)
        gap = gap_of(
            need=sum(scores, Decimal(0)) / len(scores) if scores else None,
            spent=spent,
            judges=last.judges if last else None,
            missing_spending=reason,
        )
        rows.append(JurisdictionGap(jurisdiction, gap, open_needs[:TOP], last))
    return sorted(rows, key=lambda row: (sort_key(row.gap), row.jurisdiction.name))


def _spent_on(code: str, spending: Spending) -> tuple[Decimal | None, Reason]:
    """The spending on a jurisdiction, or the reason why it is not known."""
    if code in spending.other_currency:
        return None, "other_currency"
    if code in spending.not_reported and code not in spending.spent:
        return None, "not_reported"
    return spending.spent.get(code, Decimal(0)), ""


def _needs(user: AnyUser) -> dict[int, list[JurisdictionNeed]]:
    """Jurisdiction id -> its scored needs in its newest ranking, by rank."""
    cells = (
        JurisdictionNeed.objects.filter(
            group_code="", ranking__in=Ranking.objects.visible_to(user).values("pk")
        )
        .exclude(score=None)
        .select_related("competency")
        .prefetch_related("competency__texts")
        .order_by("rank", "pk")
    )
    by_ranking: dict[int, dict[int, list[JurisdictionNeed]]] = defaultdict(dict)
    for cell in cells:
        by_ranking[cell.jurisdiction_id].setdefault(cell.ranking_id, []).append(cell)
    return {jurisdiction: rankings[max(rankings)] for jurisdiction, rankings in by_ranking.items()}


def _spending(currency: str) -> Spending:
    spending = Spending()
    programmes = {row.pk: row for row in Programme.objects.all()}
    codes_of: dict[int, list[str]] = {pk: [] for pk in programmes}
    links = Programme.jurisdictions.through.objects.values_list("programme", "jurisdiction__code")
    for programme_id, code in links:
        codes_of[programme_id].append(code)
    of_cohort, of_programme = _people()
    shares, booked = [], set()
    rows = (
        Expenditure.objects.in_force().values_list("line__programme", "cohort").annotate(total=Sum("amount"))
    )
    for programme_id, cohort_id, total in rows.order_by():
        booked.add(programme_id)
        if programmes[programme_id].currency == currency:
            people = of_cohort.get(cohort_id) or of_programme.get(programme_id, {})
            shares.append(share_out(total, people, codes_of[programme_id]))
        elif total:
            spending.other_currency |= set(codes_of[programme_id]) | set(of_programme.get(programme_id, {}))
    spending.spent = sum_shares(shares)
    for programme_id, codes in codes_of.items():
        if programme_id not in booked:
            spending.not_reported |= set(codes)
    return spending


def _people() -> tuple[Mapping[Any, Mapping[str, int]], Mapping[int, Mapping[str, int]]]:
    """Enrolled people by jurisdiction code, for each cohort and for each programme."""
    of_cohort: dict[int, dict[str, int]] = defaultdict(dict)
    of_programme: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Enrolment.objects.seated().values_list("cohort", "cohort__programme", "jurisdiction__code")
    for cohort_id, programme_id, code, n in rows.annotate(n=Count("pk")).order_by():
        of_cohort[cohort_id][code] = n
        of_programme[programme_id][code] += n
    return of_cohort, of_programme
