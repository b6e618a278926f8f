"""Errors when a questionnaire is edited, with messages for users."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError
from portal.languages.numbers import interpolate


class AlreadyOpenError(DomainError):
    code = "already_open"
    message = _("This edition has been opened and cannot be changed. Create a new edition to make changes.")


class NameTakenError(DomainError):
    code = "name_taken"
    field = "name"
    message = _("Another question in this questionnaire already has this name.")


class InvalidExpressionError(DomainError):
    """An expression that cannot be parsed or refers to an unknown name; `field` is the form field with the
    expression.
    """

    code = "expression"


class CycleError(DomainError):
    code = "circle"

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            interpolate(
                _("These questions depend on one another, so none of them could ever be shown: %(names)s."),
                names=", ".join(names),
            )
        )


class InUseError(DomainError):
    code = "in_use"

    def __init__(self, names: list[str], *, field: str | None = None) -> None:
        super().__init__(interpolate(_("Still used by: %(names)s."), names=", ".join(names)), field=field)


class BreaksConditionError(DomainError):
    """A change of the choices, the type or the limits of a question that another question's condition relies on."""

    code = "breaks_condition"

    def __init__(self, label: str, problem: str) -> None:
        super().__init__(
            interpolate(
                _(
                    "The condition of “%(label)s” could no longer be met: %(problem)s Change that condition first."
                ),
                label=label,
                problem=problem,
            )
        )


class VersionInUseError(DomainError):
    code = "in_use"
    message = _("This questionnaire belongs to an assessment, a survey or a test. Remove it there.")


class NestingError(DomainError):
    code = "nesting"
    field = "parent"
    message = _("A repeating group cannot be inside another repeating group.")


class InsideItselfError(DomainError):
    code = "inside_itself"
    field = "to"
    message = _("A group cannot be moved into itself.")


class PoFileRejectedError(DomainError):
    code = "not_a_po_file"
    field = "file"
    message = _("This is not a PO file in UTF-8.")


class InvalidImportError(DomainError):
    code = "invalid_import"
    message = _("The workbook has errors that you must correct first. Nothing was saved.")
