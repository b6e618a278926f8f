"""Errors of staffing, with messages for users."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class HasRoleError(DomainError):
    """`message` names the person and the role."""

    code = "has_role"
    field = "person"


class NotStaffError(DomainError):
    code = "not_staff"
    message = _("Somebody left the staff while you were editing. Choose the teachers again.")


class NothingToCopyError(DomainError):
    code = "nothing_to_copy"
    message = _("No other cohort of this programme has staff.")


class ConflictError(DomainError):
    """Teachers are booked elsewhere at the same time. `sentences` has the text for the id of each session."""

    code = "time_conflict"
    message = _("Teachers are booked for other sessions at the same time.")

    def __init__(self, sentences: Mapping[int, str]) -> None:
        super().__init__()
        self.sentences = sentences
