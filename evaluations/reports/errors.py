"""Errors of report services."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class WrongStateError(DomainError):
    code = "report_wrong_state"
    message = _("The status of this report has changed. Reload the page.")


class SelfApprovalError(DomainError):
    code = "self_approval"
    message = _("You froze these figures, so someone else must approve them.")


class NotPrintedError(DomainError):
    code = "report_files_missing"
    message = _("Wait until the files in every language have been created.")


class UnknownFigureError(DomainError):
    code = "unknown_figure"
    field = "narrative"


class NotFrozenError(DomainError):
    code = "report_not_frozen"
    message = _("Freeze the figures before you write the narrative.")


class ReportExistsError(DomainError):
    code = "report_exists"
    message = _(
        "There is already a report of this programme for this period that is neither "
        "published nor withdrawn. Finish that one first."
    )
