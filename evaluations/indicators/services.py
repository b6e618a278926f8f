"""Entering, correcting and verifying court figures.

A verified figure was entered and verified by two different people.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.indicators.models import CaseloadReturn, Indicator, Observation
from evaluations.indicators.rates import imbalance
from participants.accounts.models import User
from portal.access.delete_guards import require_unused
from portal.access.errors import DomainError
from portal.access.locking import lock_for_update, update_with_revision
from portal.audit import services as audit
from portal.languages.numbers import interpolate
from portal.search import services as search

COUNTS = ("pending_start", "incoming", "resolved", "pending_end")
REPEATABLE = ("pending_over_standard", "quality_note", "source")


USES_OF_INDICATOR = {
    "targets": _("Programme targets use this indicator. Remove them first."),
    "observations": _(
        "Values are recorded for this indicator. They have no meaning without its "
        "definition, so it cannot be removed."
    ),
}


class UnbalancedError(DomainError):
    """The counts do not balance and there is no reason for keeping them."""

    code = "unbalanced"
    field = "quality_note"

    def __init__(self, off: int) -> None:
        super().__init__(
            interpolate(
                _(
                    "Pending at end differs from start + incoming − resolved by %(off)s. Correct the "
                    "counts, or give a reason for keeping them."
                ),
                off=f"{off:+d}",
            )
        )


class OwnFigureError(DomainError):
    code = "own_figure"
    message = _("You entered this, so someone else must verify it.")


class NotCurrentError(DomainError):
    code = "not_current"
    message = _("This value has since been corrected. Use the latest value.")


class ComputedError(DomainError):
    code = "computed"
    message = _("This indicator is computed from caseload returns. Enter the counts in a return instead.")


class FutureError(DomainError):
    code = "future"
    field = "period"
    message = _("This period has not ended yet. Enter a period that has ended.")


class ValueMissingError(DomainError):
    code = "value_missing"
    field = "value"
    message = _("Enter the value, or select that there is none.")


class ZeroDenominatorError(DomainError):
    code = "zero_denominator"
    field = "denominator"
    message = _(
        "The denominator cannot be 0. Enter another denominator, or select that the value is not known."
    )


@transaction.atomic
def enter_return(
    *, court: Any, case_type: str, starts: date, ends: date, by: User, **fields: Any
) -> CaseloadReturn:
    """Store one court's counts. Raises UnbalancedError, FutureError; a constraint rejects a second return for the
    period.
    """
    _require_past(ends)
    _require_balance(fields)
    row = CaseloadReturn.objects.create(
        court=court, case_type=" ".join(case_type.split()), starts=starts, ends=ends, entered_by=by, **fields
    )
    audit.record(by, "return.entered", row)
    return row


@transaction.atomic
def correct_return(*, row: CaseloadReturn, by: User, **fields: Any) -> CaseloadReturn:
    """Replace the counts. Who corrects counts as who entered them, and the return must be verified again.

    The history keeps both versions. Raises UnbalancedError.
    """
    row = CaseloadReturn.objects.select_for_update().get(pk=row.pk)
    changes = {name: value for name, value in fields.items() if name in (*COUNTS, *REPEATABLE)}
    _require_balance({**{name: getattr(row, name) for name in (*COUNTS, *REPEATABLE)}, **changes})
    for name, value in changes.items():
        setattr(row, name, value)
    row.entered_by, row.verified_by, row.verified_at = by, None, None
    row.save(update_fields=[*changes, "entered_by", "verified_by", "verified_at", "updated_at"])
    audit.record(by, "return.corrected", row)
    return row


@transaction.atomic
def verify(*, row: CaseloadReturn | Observation, by: User) -> CaseloadReturn | Observation:
    """Verify a figure as a second person; repeating it changes nothing. Raises OwnFigureError, NotCurrentError."""
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.entered_by_id == by.pk:
        raise OwnFigureError
    if isinstance(row, Observation) and not row.is_current:
        raise NotCurrentError
    if row.verified_by_id is None:
        row.verified_by, row.verified_at = by, timezone.now()
        row.save(update_fields=["verified_by", "verified_at", "updated_at"])
        audit.record(by, "figure.verified", row)
    return row


@transaction.atomic
def bulk_verify(*, rows: Any, by: User) -> int:
    """Verify all unverified returns in `rows` that someone else entered. Returns their number."""
    unverified = rows.filter(verified_by=None).exclude(entered_by=by)
    ids = list(unverified.select_for_update(of=("self",)).values_list("pk", flat=True))
    now = timezone.now()
    done = CaseloadReturn.objects.filter(pk__in=ids).update(verified_by=by, verified_at=now, updated_at=now)
    first = CaseloadReturn.objects.filter(pk__in=ids[:1]).first()
    if first is not None:
        audit.record(by, "figures.verified", first, rows=done)
    return done


@transaction.atomic
def define_indicator(
    *, by: User, indicator: Indicator | None = None, revision: int | None = None, **fields: Any
) -> Indicator:
    """Create or edit a reference sheet. A changed definition, formula, unit or direction increases its version.

    Raises StaleRevisionError.
    """
    if indicator is None:
        row = Indicator.objects.create(**fields)
    else:
        row = lock_for_update(indicator)
        meaning = ("definition", "formula", "unit", "direction")
        renewed = any(getattr(row, name) != fields.get(name, getattr(row, name)) for name in meaning)
        version = row.definition_version + 1 if renewed else row.definition_version
        row = update_with_revision(row, revision=revision or 0, definition_version=version, **fields)
    audit.record(by, "indicator.defined", row, version=row.definition_version)
    search.index(row, title=f"{row.code} {row.title}", body=row.definition)
    return row


@transaction.atomic
def remove_indicator(*, indicator: Indicator, by: User) -> None:
    """Delete an indicator that no target, value or frozen report uses. Raises InUseError, DeletedError."""
    row = lock_for_update(indicator)
    require_unused(row, USES_OF_INDICATOR)
    audit.record(by, "indicator.removed", row)
    search.drop(row)
    row.delete()


@transaction.atomic
def record_observation(
    *,
    indicator: Indicator,
    starts: date,
    ends: date,
    by: User,
    court: Any = None,
    jurisdiction: Any = None,
    **fields: Any,
) -> Observation:
    """Store one value. Raises ComputedError, FutureError, ValueMissingError, ZeroDenominatorError."""
    _require_past(ends)
    row = Observation.objects.create(
        indicator=indicator,
        court=court,
        jurisdiction=jurisdiction,
        starts=starts,
        ends=ends,
        entered_by=by,
        **_complete_value(indicator, fields),
    )
    audit.record(by, "observation.recorded", row)
    return row


@transaction.atomic
def correct_observation(*, observation: Observation, by: User, **fields: Any) -> Observation:
    """Store a new value that supersedes the old one. Raises NotCurrentError and the errors of `record_observation`."""
    old = Observation.objects.select_for_update().select_related("indicator").get(pk=observation.pk)
    if not old.is_current:
        raise NotCurrentError
    settled = _complete_value(old.indicator, fields)
    old.is_current = False
    old.save(update_fields=["is_current", "updated_at"])
    row = Observation.objects.create(
        indicator=old.indicator,
        court_id=old.court_id,
        jurisdiction_id=old.jurisdiction_id,
        starts=old.starts,
        ends=old.ends,
        disaggregation=old.disaggregation,
        entered_by=by,
        supersedes=old,
        **{name: value for name, value in settled.items() if name != "disaggregation"},
    )
    audit.record(by, "observation.corrected", row, supersedes=old.pk)
    return row


def _complete_value(indicator: Indicator, fields: dict[str, Any]) -> dict[str, Any]:
    """Calculate a share from numerator and denominator; remove all numbers if there is no value."""
    if indicator.formula in (Indicator.Formula.CLEARANCE_RATE, Indicator.Formula.DISPOSITION_TIME):
        raise ComputedError
    if fields.get("availability", "value") != "value":
        return {**fields, "numerator": None, "denominator": None, "value": None}
    if indicator.formula != Indicator.Formula.SHARE:
        if fields.get("value") is None:
            raise ValueMissingError
        return fields
    numerator, denominator = fields.get("numerator"), fields.get("denominator")
    if numerator is None or denominator is None:
        raise ValueMissingError(field="numerator")
    if denominator == 0:
        raise ZeroDenominatorError
    return {
        **fields,
        "value": (Decimal(numerator) / Decimal(denominator) * 100).quantize(Decimal("0.000001")),
    }


def _require_balance(fields: dict[str, Any]) -> None:
    counts: dict[str, Any] = {name: fields.get(name) for name in COUNTS}
    off = imbalance(**counts)
    if off and not (fields.get("quality_note") or "").strip():
        raise UnbalancedError(off)


def _require_past(ends: date) -> None:
    if ends > timezone.localdate():
        raise FutureError
