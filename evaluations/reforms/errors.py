"""Errors of reform plan services."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class OwnStepError(DomainError):
    code = "own_step"
    message = _("You cannot confirm your own steps. Your mentor or the coordinator confirms them.")


class NotDoneError(DomainError):
    code = "not_done"
    message = _("Mark the step as done before it can be confirmed.")


class ConfirmedError(DomainError):
    code = "confirmed"
    message = _("This step has been confirmed and cannot be changed.")


class ReasonNeededError(DomainError):
    code = "reason_needed"
    field = "reason"
    message = _("Enter what is missing.")


class StageError(DomainError):
    code = "stage"
    field = "stage"
    message = _("You can move the plan to a later stage, pause it or withdraw it.")
