"""What an import refuses, in words for the person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class CellError(Exception):
    """A cell cannot be read; `code` is one of messages.MESSAGES, `detail` fills its words. Must be JSON-able."""

    def __init__(self, code: str, **detail: Any) -> None:
        self.code = code
        self.detail = detail
        super().__init__(code)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, **self.detail}


class FileRefusedError(DomainError):
    """The file as a whole cannot be read."""

    code = "file_refused"
    field = "file"


class MappingRefusedError(DomainError):
    code = "mapping_refused"


class NothingToSaveError(DomainError):
    code = "nothing_to_save"
    message = _("There is no row to save: what was ready is saved already, the rest needs you.")


class NotAllReadyError(DomainError):
    code = "not_all_ready"
    message = _(
        "Some rows still need you, so nothing was saved. Correct them, or save the rows that are ready."
    )


class StaleImportError(DomainError):
    code = "stale_import"
    message = _("Somebody changed one of these records since the rows were checked. Check the rows again.")


class TouchedSinceError(DomainError):
    code = "touched_since"
    message = _(
        "Some of these records were changed or verified since: nothing was taken back. Correct single figures."
    )


class TooLateError(DomainError):
    code = "too_late"
    message = _("An import can be taken back within 24 hours. Correct single figures instead.")


class NotNowError(DomainError):
    code = "not_now"
    message = _("This import is at another step now. Look at it again.")
