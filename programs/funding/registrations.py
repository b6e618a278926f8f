"""The history of budget lines, contributions and expenditure."""

from portal.audit import registry as audit
from programs.funding import policies
from programs.funding.models import BudgetLine, Contribution, Expenditure


def register() -> None:
    """Called when the app is ready."""
    audit.register(BudgetLine, policies.may_edit_line)
    audit.register(Contribution, policies.may_edit_contribution)
    audit.register(Expenditure, policies.may_edit_expenditure)
