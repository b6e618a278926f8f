"""Errors of imports, with messages for the user."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class CellError(Exception):
    """A cell cannot be read. `code` is a key of messages.MESSAGES; `detail` are its JSON-serializable parameters."""

    def __init__(self, code: str, **detail: Any) -> None:
        self.code = code
        self.detail = detail
        super().__init__(code)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, **self.detail}


class FileRejectedError(DomainError):
    """The file as a whole cannot be read."""

    code = "file_rejected"
    field = "file"


class MappingRejectedError(DomainError):
    code = "mapping_rejected"


class NothingToSaveError(DomainError):
    code = "nothing_to_save"
    message = _("There are no rows to save. Ready rows are already saved; the others need correction.")


class NotAllReadyError(DomainError):
    code = "not_all_ready"
    message = _(
        "Nothing was saved because some rows need correction. Correct them, or save only the rows "
        "that are ready."
    )


class StaleImportError(DomainError):
    code = "stale_import"
    message = _("Someone has changed one of these records since the rows were checked. Check the rows again.")


class ChangedSinceError(DomainError):
    code = "changed_since"
    message = _(
        "The import was not undone: some of its records have since been changed or verified. Correct "
        "the records one by one."
    )


class TooLateError(DomainError):
    code = "too_late"
    message = _("The time for undoing this import has passed. Correct the records one by one instead.")


class WrongStepError(DomainError):
    code = "wrong_step"
    message = _("The status of this import has changed. Reload the page.")
