"""Recording, correcting and cancelling budget lines, contributions and expenditure."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.organisations.models import Organisation
from portal.access.errors import DomainError
from portal.access.locking import lock_for_update, update_with_revision
from portal.audit import services as audit
from programs.funding.models import BudgetLine, Contribution, Earmark, Expenditure
from programs.programmes.models import Programme, ProgrammePartner
from programs.programmes.services import add_partner


class LineInUseError(DomainError):
    code = "line_in_use"
    message = _("Money is earmarked for this line or was spent on it, so it cannot be removed.")


class SpentContributionError(DomainError):
    code = "contribution_spent"
    message = _("Expenditure is booked on this contribution. Correct or cancel that expenditure first.")


class CancelledError(DomainError):
    code = "cancelled"
    message = _("This was cancelled and can no longer be changed.")


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


@transaction.atomic
def save_budget_line(*, line: BudgetLine, revision: int, by: User, **fields: Any) -> BudgetLine:
    """Raises StaleRevisionError when someone else saved first."""
    saved = update_with_revision(line, revision=revision, **fields)
    audit.record(by, "budget.line_saved", saved)
    return saved


@transaction.atomic
def remove_budget_line(*, line: BudgetLine, by: User) -> None:
    """Remove a line that was never used, cancelled records included. Raises LineInUseError."""
    locked = lock_for_update(line)
    if locked.expenditures.exists() or locked.earmarks.exists():
        raise LineInUseError
    audit.record(by, "budget.line_removed", locked.programme, code=locked.code, title=locked.title)
    locked.delete()


@transaction.atomic
def correct_contribution(
    *, contribution: Contribution, revision: int, lines: Any = (), by: User, **fields: Any
) -> Contribution:
    """Correct a contribution and its earmarks. Raises CancelledError, and StaleRevisionError."""
    if lock_for_update(contribution).is_cancelled:
        raise CancelledError
    saved = update_with_revision(contribution, revision=revision, **fields)
    saved.earmarks.exclude(line__in=lines).delete()
    Earmark.objects.bulk_create(
        (Earmark(contribution=saved, line=line) for line in lines), ignore_conflicts=True
    )
    add_partner(
        programme=saved.programme, organisation=saved.organisation, by=by,
        role_code=ProgrammePartner.RoleCode.FUNDING,
    )  # fmt: skip
    audit.record(by, "contribution.corrected", saved)
    return saved


@transaction.atomic
def cancel_contribution(*, contribution: Contribution, reason: str, by: User) -> Contribution:
    """Cancel a contribution that will not come. Safe to repeat. Raises SpentContributionError."""
    locked = lock_for_update(contribution)
    if locked.expenditures.in_force().exists():
        raise SpentContributionError
    return _cancel(locked, "contribution.cancelled", reason, by)


@transaction.atomic
def correct_expenditure(*, expenditure: Expenditure, revision: int, by: User, **fields: Any) -> Expenditure:
    """Raises CancelledError, and StaleRevisionError when someone else saved first."""
    if lock_for_update(expenditure).is_cancelled:
        raise CancelledError
    saved = update_with_revision(expenditure, revision=revision, **fields)
    audit.record(by, "budget.spending_corrected", saved)
    return saved


@transaction.atomic
def cancel_expenditure(*, expenditure: Expenditure, reason: str, by: User) -> Expenditure:
    """Cancel an expenditure that was entered by mistake. Safe to repeat."""
    return _cancel(lock_for_update(expenditure), "budget.spending_cancelled", reason, by)


def _cancel(row: Any, action: str, reason: str, by: User) -> Any:
    if not row.is_cancelled:
        row.cancelled_at, row.cancelled_by, row.cancel_reason = timezone.now(), by, reason
        row.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason", "updated_at"])
        audit.record(by, action, row, reason=reason)
    return row
