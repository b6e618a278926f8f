"""The budget and spending of a programme, and the contributions of a funder."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Subquery, Sum

from participants.accounts.queries import Role, organisations_of
from portal.access.users import AnyUser
from programs.funding.models import BudgetLine, Contribution, Expenditure
from programs.programmes.models import Programme


@dataclass(frozen=True)
class BudgetLineSummary:
    line: BudgetLine
    spent: Decimal


@dataclass(frozen=True)
class ProgrammeBudget:
    lines: tuple[BudgetLineSummary, ...]
    pledged: Decimal
    received: Decimal

    @property
    def budget(self) -> Decimal:
        return sum((row.line.amount for row in self.lines), Decimal(0))

    @property
    def spent(self) -> Decimal:
        return sum((row.spent for row in self.lines), Decimal(0))


def programme_budget(programme: Programme) -> ProgrammeBudget:
    """Totals in the programme's currency, without contributions in other currencies. Three queries."""
    spent = dict(
        Expenditure.objects.in_force()
        .filter(line__programme=programme)
        .values_list("line")
        .annotate(total=Sum("amount"))
        .values_list("line", "total")
    )
    lines = tuple(
        BudgetLineSummary(line, spent.get(line.pk, Decimal(0)))
        for line in BudgetLine.objects.filter(programme=programme)
    )
    contributions = list(
        Contribution.objects.in_force()
        .filter(programme=programme, kind=Contribution.Kind.MONEY, currency=programme.currency)
        .values_list("amount", "received_on")
    )
    return ProgrammeBudget(
        lines,
        pledged=sum((amount or Decimal(0) for amount, _on in contributions), Decimal(0)),
        received=sum((amount or Decimal(0) for amount, on in contributions if on), Decimal(0)),
    )


@dataclass
class Grant:
    """A funder's own contributions to one programme. Expenditure is in the programme's currency."""

    programme: Programme
    currency: str
    pledged: Decimal = Decimal(0)
    received: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    in_kind: list[Contribution] = field(default_factory=list)

    @property
    def has_money(self) -> bool:
        return bool(self.currency)

    @property
    def is_comparable(self) -> bool:
        return self.currency == self.programme.currency


def grants_of(user: AnyUser) -> list[Grant]:
    """Contributions of the user's funder organisations by programme and currency, in one query.

    `spent` counts only expenditure booked against these contributions.
    """
    booked = (
        Expenditure.objects.in_force().filter(contribution=OuterRef("pk")).order_by().values("contribution")
    )
    spent = Subquery(booked.annotate(total=Sum("amount")).values("total"), output_field=DecimalField())
    own = Contribution.objects.in_force().filter(organisation__in=organisations_of(user, Role.FUNDER))
    grants: dict[tuple[int, str], Grant] = {}
    for row in own.select_related("programme").annotate(spent=spent).order_by("programme__title", "pk"):
        grant = grants.setdefault((row.programme_id, row.currency), Grant(row.programme, row.currency))
        if row.kind != Contribution.Kind.MONEY:
            grant.in_kind.append(row)
            continue
        grant.pledged += row.amount or 0
        grant.received += (row.amount or 0) if row.received_on else 0
        grant.spent += row.spent or 0
    return list(grants.values())
