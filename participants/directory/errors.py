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


class SamePersonError(DomainError):
    code = "same_record"
    message = _("Choose another person than the one who is kept.")


class TwoAccountsError(DomainError):
    code = "two_accounts"
    message = _(
        "Both people have accounts that have been used, so they cannot be merged. Keep the account that the person "
        "uses, and archive the other person."
    )


class AlreadyMergedError(DomainError):
    """`message` says who merged the records."""

    code = "already_merged"


class ChangedSinceMergeError(DomainError):
    """`message` names what was changed."""

    code = "changed_since"


class UndoTooLateError(DomainError):
    code = "too_late"
    message = _("A merge can be undone for 30 days. This one is older, or has been undone already.")
