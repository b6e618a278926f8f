"""What the analysis refuses, in words for the person."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class NotClosedError(DomainError):
    code = "not_closed"
    message = _("Comments wait until no more answers are taken.")


class PassageMissingError(DomainError):
    code = "passage_missing"
    field = "hide"

    def __init__(self, passage: str) -> None:
        super().__init__(_("“%(words)s” does not stand in this comment.") % {"words": passage})


class UnknownFigureError(DomainError):
    code = "unknown_figure"

    def __init__(self, name: str, field: str) -> None:
        super().__init__(
            _("No frozen figure is called “%(name)s”. Copy a name from the list of figures.")
            % {"name": name},
            field=field,
        )


class PublishedError(DomainError):
    code = "published"
    message = _("These findings are published. Take them back before you change them.")


class NotPublishedError(DomainError):
    code = "not_published"
    message = _("These findings are not published.")
