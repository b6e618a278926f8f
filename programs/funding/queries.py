"""A programme's money, line by line: budget, earmarked, spent."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from programs.funding.models import BudgetLine, Contribution, Expenditure
from programs.programmes.models import Programme


@dataclass(frozen=True)
class LineMoney:
    line: BudgetLine
    spent: Decimal


@dataclass(frozen=True)
class Money:
    lines: tuple[LineMoney, ...]
    pledged: Decimal
    received: Decimal

    @property
    def budget(self) -> Decimal:
        return sum((row.line.amount for row in self.lines), Decimal(0))

    @property
    def spent(self) -> Decimal:
        return sum((row.spent for row in self.lines), Decimal(0))

    @property
    def spent_percent(self) -> int:
        return int(self.spent * 100 / self.budget) if self.budget else 0


def money_of(programme: Programme) -> Money:
    """Amounts in the programme's currency; contributions in another currency are not added up. Three queries."""
    spent = dict(
        Expenditure.objects.filter(line__programme=programme)
        .values_list("line")
        .annotate(total=Sum("amount"))
        .values_list("line", "total")
    )
    lines = tuple(
        LineMoney(line, spent.get(line.pk, Decimal(0)))
        for line in BudgetLine.objects.filter(programme=programme)
    )
    given = list(
        Contribution.objects.filter(
            programme=programme, kind=Contribution.Kind.MONEY, currency=programme.currency
        ).values_list("amount", "received_on")
    )
    return Money(
        lines,
        pledged=sum((amount or Decimal(0) for amount, _on in given), Decimal(0)),
        received=sum((amount or Decimal(0) for amount, on in given if on), Decimal(0)),
    )
