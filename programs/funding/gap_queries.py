"""The rows behind the gaps: the needs that places voiced, what was spent on each, how many judges they have."""

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
from programs.funding.gaps import Gap, Reason, added, gap_of, order, share_out
from programs.funding.models import Expenditure
from programs.programmes.models import Programme

TOP = 3


@dataclass(frozen=True)
class JurisdictionGap:
    place: Jurisdiction
    gap: Gap
    needs: list[JurisdictionNeed]
    count: JudgeCount | None


@dataclass
class Spending:
    """What falls on each place in one currency; programmes without any expenditure; places of other currencies."""

    spent: dict[str, Decimal] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)


def currencies() -> list[str]:
    """Those in which money was spent; first the one that most places with a ranking are paid in."""
    asked = JurisdictionNeed.objects.values("jurisdiction")
    rows = Expenditure.objects.values_list("line__programme__currency").annotate(
        places=Count(
            "line__programme__jurisdictions",
            filter=Q(line__programme__jurisdictions__in=asked),
            distinct=True,
        ),
        n=Count("pk", distinct=True),
    )
    return [row[0] for row in sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))]


def gaps_for(user: AnyUser, *, currency: str) -> list[JurisdictionGap]:
    """Every jurisdiction that was asked or that a programme concerns, the widest gap first. Nine queries."""
    needs = _needs(user)
    spending = _spending(currency)
    counts: dict[int, JudgeCount] = {}
    for count in JudgeCount.objects.order_by("year"):
        counts[count.jurisdiction_id] = count
    touched = set(spending.spent) | spending.silent | spending.foreign
    rows = []
    for place in Jurisdiction.objects.all():
        if place.pk not in needs and place.code not in touched:
            continue
        found = needs.get(place.pk, [])
        scores = [max(cell.score, Decimal(0)) for cell in found if cell.score is not None]
        spent, why = _known(place.code, spending)
        last = counts.get(place.pk)
        gap = gap_of(
            need=sum(scores, Decimal(0)) / len(scores) if scores else None,
            spent=spent,
            judges=last.judges if last else None,
            why_no_spending=why,
        )
        rows.append(JurisdictionGap(place, gap, found[:TOP], last))
    return sorted(rows, key=lambda row: (order(row.gap), row.place.name))


def _known(code: str, spending: Spending) -> tuple[Decimal | None, Reason]:
    """What is spent on a place, or why that is not known."""
    if code in spending.foreign:
        return None, "other_currency"
    if code in spending.silent and code not in spending.spent:
        return None, "not_reported"
    return spending.spent.get(code, Decimal(0)), ""


def _needs(user: AnyUser) -> dict[int, list[JurisdictionNeed]]:
    """Place -> its scored needs in its newest ranking, the first ranks first."""
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
    return {place: found[max(found)] for place, found in by_ranking.items()}


def _spending(currency: str) -> Spending:
    found = Spending()
    programmes = {row.pk: row for row in Programme.objects.all()}
    meant: dict[int, list[str]] = {pk: [] for pk in programmes}
    links = Programme.jurisdictions.through.objects.values_list("programme", "jurisdiction__code")
    for programme_id, code in links:
        meant[programme_id].append(code)
    of_cohort, of_programme = _people()
    shares, booked = [], set()
    rows = Expenditure.objects.values_list("line__programme", "cohort").annotate(total=Sum("amount"))
    for programme_id, cohort_id, total in rows.order_by():
        booked.add(programme_id)
        if programmes[programme_id].currency == currency:
            people = of_cohort.get(cohort_id) or of_programme.get(programme_id, {})
            shares.append(share_out(total, people, meant[programme_id]))
        elif total:
            found.foreign |= set(meant[programme_id]) | set(of_programme.get(programme_id, {}))
    found.spent = added(shares)
    for programme_id, codes in meant.items():
        if programme_id not in booked:
            found.silent |= set(codes)
    return found


def _people() -> tuple[Mapping[Any, Mapping[str, int]], Mapping[int, Mapping[str, int]]]:
    """Enrolled people by place, of each cohort and of each programme."""
    of_cohort: dict[int, dict[str, int]] = defaultdict(dict)
    of_programme: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Enrolment.objects.seated().values_list("cohort", "cohort__programme", "jurisdiction__code")
    for cohort_id, programme_id, code, n in rows.annotate(n=Count("pk")).order_by():
        of_cohort[cohort_id][code] = n
        of_programme[programme_id][code] += n
    return of_cohort, of_programme
