"""Who may see the funding gaps and enter the number of judges."""

from typing import Any

from django.db.models import QuerySet

from participants.accounts.queries import Role, has_portal_wide_role, jurisdictions_of
from participants.organisations.models import Jurisdiction
from portal.access.users import AnyUser
from programs.funding.models import BudgetLine, Contribution, Expenditure
from programs.programmes.policies import may_coordinate


def may_see_gaps(user: AnyUser, _row: Any = None) -> bool:
    """Spending is divided by enrolments, so the gaps are for people who may see all enrolments."""
    return has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR)


def may_edit_line(user: AnyUser, line: BudgetLine) -> bool:
    return may_coordinate(user, line.programme)


def may_edit_contribution(user: AnyUser, contribution: Contribution) -> bool:
    return may_coordinate(user, contribution.programme)


def may_edit_expenditure(user: AnyUser, expenditure: Expenditure) -> bool:
    return may_coordinate(user, expenditure.line.programme)


def jurisdictions_for(user: AnyUser) -> QuerySet[Jurisdiction]:
    """The jurisdictions for which the user may enter the number of judges."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return Jurisdiction.objects.all()
    return Jurisdiction.objects.filter(pk__in=jurisdictions_of(user, Role.FOCAL_POINT, Role.COORDINATOR))


def may_record_judge_count(user: AnyUser, _row: Any = None) -> bool:
    return jurisdictions_for(user).exists()
