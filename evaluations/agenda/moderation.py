"""Comments by people without an account: they stay pending until someone on the board approves or rejects them."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.agenda import comments
from evaluations.agenda.comment_models import AgendaComment
from evaluations.agenda.errors import AlreadyModeratedError, NotPublicError, OtherAgendaError
from evaluations.agenda.models import AgendaItem, ReformAgenda
from participants.accounts.models import User
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from portal.mail import services as mail

State = AgendaComment.State


@transaction.atomic
def submit_public_comment(
    *,
    agenda: ReformAgenda,
    name: str,
    body: str,
    organisation: str = "",
    email: str = "",
    language: str = "",
    item: AgendaItem | None = None,
) -> AgendaComment:
    """Save a comment under the name given. The same text sent twice is saved once.

    Raises NotPublicError, CommentsClosedError, OtherAgendaError for an item that the public cannot see.
    """
    agenda = lock_for_update(agenda)  # serialises two submissions of the same form
    if not ReformAgenda.objects.public().filter(pk=agenda.pk).exists():
        raise NotPublicError
    comments.require_open(agenda)
    if item is not None and (item.agenda_id != agenda.pk or item.is_internal):
        raise OtherAgendaError
    comment, made = AgendaComment.objects.get_or_create(
        agenda=agenda, item=item, author=None, signed_name=name.strip(), body=body.strip(), state=State.PENDING,
        defaults={
            "signed_organisation": organisation.strip(), "email": email, "language": language, "for_public": True,
        },
    )  # fmt: skip
    if made:
        audit.record(None, "agenda.public_comment_submitted", agenda, comment=str(comment.public_id))
    return comment


def approve_comment(*, comment: AgendaComment, by: User) -> AgendaComment:
    """Show the comment to the public. Raises AlreadyModeratedError."""
    return _moderate(comment, State.APPROVED, "", by)


def reject_comment(*, comment: AgendaComment, reason: str, by: User) -> AgendaComment:
    """Keep the comment off the public page; the board sees the reason. Raises AlreadyModeratedError."""
    return _moderate(comment, State.REJECTED, reason.strip(), by)


@transaction.atomic
def _moderate(comment: AgendaComment, state: str, reason: str, by: User) -> AgendaComment:
    locked = lock_for_update(comment)
    if locked.state != State.PENDING:
        raise AlreadyModeratedError(
            _("Someone else has already approved this comment.")
            if locked.state == State.APPROVED
            else _("Someone else has already rejected this comment.")
        )
    _email_outcome(locked, state, reason)
    locked.state, locked.hidden_reason, locked.email = state, reason, ""
    locked.moderated_by, locked.moderated_at = by, timezone.now()
    locked.save(
        update_fields=["state", "hidden_reason", "email", "moderated_by", "moderated_at", "updated_at"]
    )  # fmt: skip
    audit.record(by, f"agenda.comment_{state}", locked.agenda, comment=str(locked.public_id))
    return locked


def _email_outcome(comment: AgendaComment, state: str, reason: str) -> None:
    """Email the outcome to an author who left an address. The caller then deletes the address."""
    if not comment.email:
        return
    address = reverse("evaluations:agenda:agenda", args=[comment.agenda.public_id])
    mail.queue(
        f"agenda-comment:{comment.public_id}",
        to=comment.email,
        language=comment.language,
        template=f"evaluations/comment_{state}",
        context={
            "name": comment.signed_name,
            "agenda": comment.agenda.title,
            "reason": reason,
            "url": f"{settings.SITE_URL}{address}#talk",
        },
    )
