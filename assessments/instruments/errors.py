"""What writing a questionnaire refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class OpenedError(DomainError):
    code = "opened"
    message = _("This edition was opened and stands. Make a new edition to change it.")


class NameTakenError(DomainError):
    code = "name_taken"
    field = "name"
    message = _("Another question of this questionnaire has this name.")


class ExpressionRefusedError(DomainError):
    """An expression that cannot be read, or that names what is not there; `field` is the one it stands in."""

    code = "expression"


class CircleError(DomainError):
    code = "circle"

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            _("These wait for one another, so none could ever be shown: %(names)s.")
            % {"names": ", ".join(names)}
        )


class InUseError(DomainError):
    code = "in_use"

    def __init__(self, names: list[str]) -> None:
        super().__init__(_("Still used by: %(names)s.") % {"names": ", ".join(names)})


class NestingError(DomainError):
    code = "nesting"
    field = "parent"
    message = _("A group that repeats cannot stand in another one that repeats.")


class ImportFaultyError(DomainError):
    code = "import_faulty"
    message = _("The workbook has faults that must be mended first; nothing was stored.")
