"""Errors of the directory, with messages for users."""

from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError


class SameRecordError(DomainError):
    code = "same_record"
    field = "duplicate"
    message = _("Choose another organisation than the one that is kept.")


class OtherTypeError(DomainError):
    code = "other_type"
    field = "duplicate"
    message = _(
        "Only organisations of the same type and jurisdiction can be merged. Correct the type or jurisdiction first."
    )


class MergedError(DomainError):
    code = "merged"
    message = _("This organisation has been merged into another one.")


class MergeConflictError(DomainError):
    """`message` names the records that both organisations have."""

    code = "merge_conflict"
    field = "duplicate"


class InUseError(DomainError):
    code = "in_use"
    message = _("This jurisdiction contains organisations that are not archived. Archive them first.")
