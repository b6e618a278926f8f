"""Recording budget lines, contributions and expenditure."""

from typing import Any

from django.db import transaction

from participants.accounts.models import User
from participants.organisations.models import Organisation
from portal.audit import services as audit
from programs.funding.models import BudgetLine, Contribution, Earmark, Expenditure
from programs.programmes.models import Programme, ProgrammePartner
from programs.programmes.services import add_partner


@transaction.atomic
def record_contribution(
    *, programme: Programme, organisation: Organisation, lines: Any = (), by: User, **fields: Any
) -> Contribution:
    """Record a contribution. The organisation becomes a funding partner and may read the programme's reports."""
    contribution = Contribution.objects.create(programme=programme, organisation=organisation, **fields)
    Earmark.objects.bulk_create(Earmark(contribution=contribution, line=line) for line in lines)
    add_partner(
        programme=programme, organisation=organisation, role_code=ProgrammePartner.RoleCode.FUNDING, by=by
    )
    audit.record(by, "contribution.pledged", contribution)
    return contribution


@transaction.atomic
def add_budget_line(*, programme: Programme, by: User, **fields: Any) -> BudgetLine:
    line = BudgetLine.objects.create(programme=programme, **fields)
    audit.record(by, "budget.line_added", line)
    return line


@transaction.atomic
def record_expenditure(*, line: BudgetLine, by: User, **fields: Any) -> Expenditure:
    expenditure = Expenditure.objects.create(line=line, **fields)
    audit.record(by, "budget.spent", expenditure)
    return expenditure
