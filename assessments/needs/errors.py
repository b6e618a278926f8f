"""Errors of needs assessments, with messages for users."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError
from portal.languages.numbers import interpolate


class NotDraftError(DomainError):
    code = "not_draft"
    message = _(
        "This assessment has been opened. You can no longer change its questions, groups and weights."
    )


class WeightsError(DomainError):
    code = "weights"

    def __init__(self, total: object) -> None:
        super().__init__(
            interpolate(_("The weights add up to %(total)s; they must add up to 100."), total=total)
        )


class NotRemovableError(DomainError):
    code = "in_use"
    message = _(
        "This assessment already has consultations, panels or responses, so it cannot be removed. Remove these first."
    )


class NotReadyError(DomainError):
    """`message` names what is missing."""

    code = "not_ready"


class NotOpenError(DomainError):
    code = "not_open"
    message = _("Only an open assessment can be closed.")


class NotRankedError(DomainError):
    code = "not_ranked"
    message = _("This row has no score that can be shown, so you cannot base a need on it.")


class NeedAnsweredError(DomainError):
    code = "need_addressed"
    message = _("A module or programme addresses this need. Withdraw it first.")


class ReasonMissingError(DomainError):
    code = "reason_missing"
    field = "reason"
    message = _("Enter a reason.")
