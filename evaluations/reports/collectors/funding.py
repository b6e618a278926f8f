"""Money: budget and spending by budget line, and contributions by funder, exact to the cent."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from evaluations.reports.snapshot.tables import Row, Table, plain
from portal.figures.figure import Figure, ratio_percent
from programs.funding.models import BudgetLine, Contribution
from programs.programmes.models import Programme

NOTHING = Decimal(0)


def read(programme: Programme, starts: date, ends: date) -> Iterable[Table]:
    yield _lines(programme, starts, ends)
    yield _contributions(programme, ends)


def _lines(programme: Programme, starts: date, ends: date) -> Table:
    in_force = Q(expenditures__cancelled_at=None)
    spent = Sum("expenditures__amount", filter=in_force & Q(expenditures__spent_on__lte=ends))
    period = Sum("expenditures__amount", filter=in_force & Q(expenditures__spent_on__range=(starts, ends)))
    lines = list(BudgetLine.objects.filter(programme=programme).annotate(spent=spent, period=period))
    rows = [
        Row(
            f"l{line.pk}",
            plain(line),
            _amounts(line.amount, line.period or NOTHING, line.spent or NOTHING, programme.currency, line.pk),
        )
        for line in lines
    ]
    if lines:
        budget = sum((line.amount for line in lines), NOTHING)
        in_period = sum((line.period or NOTHING for line in lines), NOTHING)
        in_all = sum((line.spent or NOTHING for line in lines), NOTHING)
        rows.append(
            Row("all", {}, _amounts(budget, in_period, in_all, programme.currency, None), is_total=True)
        )
    return Table("lines", "money", ("budget", "period", "spent", "left", "share"), tuple(rows))


def _amounts(
    budget: Decimal, period: Decimal, spent: Decimal, currency: str, line: int | None
) -> dict[str, Figure]:
    sources = (("programs.budgetline", line),) if line else ()
    values = {"budget": budget, "period": period, "spent": spent, "left": budget - spent}
    figures = {
        key: Figure(value, unit=currency, definition=key, sources=sources) for key, value in values.items()
    }
    return figures | {"share": ratio_percent_of(spent, budget)}


def ratio_percent_of(spent: Decimal, budget: Decimal) -> Figure:
    share = ratio_percent(spent, budget, definition="spent / budget × 100")
    return Figure(share.value, unit="%", reason=share.reason, definition=share.definition)


def _contributions(programme: Programme, ends: date) -> Table:
    """Contributions by funder in the programme's currency, with expert time in days."""
    contributions: dict[str, dict[str, Decimal]] = {}
    sources: dict[str, list[tuple[str, int]]] = {}
    for each in (
        Contribution.objects.in_force()
        .filter(programme=programme, pledged_on__lte=ends)
        .select_related("organisation")
    ):
        name = each.organisation.name
        sums = contributions.setdefault(name, {"pledged": NOTHING, "received": NOTHING, "days": NOTHING})
        sources.setdefault(name, []).append(("programs.contribution", each.pk))
        if each.kind == Contribution.Kind.MONEY and each.currency == programme.currency:
            sums["pledged"] += each.amount or NOTHING
            if each.received_on and each.received_on <= ends:
                sums["received"] += each.amount or NOTHING
        if each.kind == Contribution.Kind.EXPERT:
            sums["days"] += each.person_days or NOTHING
    rows = []
    for number, (name, sums) in enumerate(sorted(contributions.items())):
        sources_of_row = tuple(sources[name])
        figures = {
            "pledged": Figure(
                sums["pledged"], unit=programme.currency, definition="money pledged", sources=sources_of_row
            ),
            "received": Figure(
                sums["received"], unit=programme.currency, definition="money received", sources=sources_of_row
            ),
            "days": Figure(sums["days"], unit="days", definition="expert days given", sources=sources_of_row),
        }
        rows.append(Row(f"f{number}", plain(name), figures))
    return Table("given", "money", ("pledged", "received", "days"), tuple(rows))
