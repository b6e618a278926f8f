"""What reform plans refuse."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class OwnStepError(DomainError):
    code = "own_step"
    message = _("Somebody else confirms your own steps: your mentor, or the coordinator.")


class NotDoneError(DomainError):
    code = "not_done"
    message = _("Mark the step as done first; then it can be confirmed.")


class ConfirmedError(DomainError):
    code = "confirmed"
    message = _("This step is confirmed and stays as it is.")


class ReasonNeededError(DomainError):
    code = "reason_needed"
    field = "reason"
    message = _("Say what is missing, so that it can be added.")


class StageError(DomainError):
    code = "stage"
    field = "stage"
    message = _("From here the plan can move to the next stage, be paused or be withdrawn.")
