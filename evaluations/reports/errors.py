"""Refusals about reports."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class WrongStateError(DomainError):
    code = "report_wrong_state"
    message = _("This report is not at that step any more. Look at it again.")


class SameHandError(DomainError):
    code = "same_hand"
    message = _("Somebody else approves the figures that you froze.")


class NotPrintedError(DomainError):
    code = "report_not_printed"
    message = _("Wait until the files of every language are printed.")


class UnknownFigureError(DomainError):
    code = "unknown_figure"
    field = "narrative"


class NotFrozenError(DomainError):
    code = "report_not_frozen"
    message = _("Freeze the figures before you write about them.")


class ReportExistsError(DomainError):
    code = "report_exists"
    message = _("There is a report of this programme for this period already. Make a new edition of it.")
