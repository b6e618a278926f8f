"""Errors of the analysis, with messages for users."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError
from portal.languages.numbers import interpolate


class NotClosedError(DomainError):
    code = "not_closed"
    message = _("You can review comments after the questionnaire closes.")


class PassageMissingError(DomainError):
    code = "passage_missing"
    field = "hide"

    def __init__(self, passage: str) -> None:
        super().__init__(
            interpolate(
                _("“%(words)s” is not in this comment. Copy the passage exactly as it appears."),
                words=passage,
            )
        )


class UnknownFigureError(DomainError):
    code = "unknown_figure"

    def __init__(self, name: str, field: str) -> None:
        super().__init__(
            interpolate(
                _("There is no figure named “%(name)s”. Copy a name from the list of figures."), name=name
            ),
            field=field,
        )


class PublishedError(DomainError):
    code = "published"
    message = _("These findings are published. Withdraw them before you edit them.")


class OwnTextError(DomainError):
    code = "own_text"
    message = _("You wrote this text, so someone else must publish it.")


class NotPublishedError(DomainError):
    code = "not_published"
    message = _("These findings are not published.")
