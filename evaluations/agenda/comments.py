"""Comments and replies by partners, and hiding of comments that name people or cases."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.agenda import policies
from evaluations.agenda.comment_models import AgendaComment
from evaluations.agenda.errors import (
    CommentsClosedError,
    NotRepresentativeError,
    NotShownError,
    OtherAgendaError,
)
from evaluations.agenda.models import AgendaItem, AgendaPartner, ReformAgenda
from participants.accounts.models import User
from portal.access.locking import lock_for_update
from portal.audit import services as audit


@transaction.atomic
def add_comment(
    *,
    agenda: ReformAgenda,
    body: str,
    by: User,
    partner: AgendaPartner | None = None,
    item: AgendaItem | None = None,
    for_public: bool = False,
) -> AgendaComment:
    """Add a partner's comment.

    Raises CommentsClosedError, OtherAgendaError, NotRepresentativeError if `by` does not represent the partner.
    """
    require_open(agenda)
    if item is not None and item.agenda_id != agenda.pk:
        raise OtherAgendaError
    return _write(agenda, body, by, partner, item=item, for_public=for_public)


def require_open(agenda: ReformAgenda) -> None:
    """Raises CommentsClosedError."""
    if agenda.comments_until is not None and timezone.localdate() > agenda.comments_until:
        raise CommentsClosedError


@transaction.atomic
def reply(
    *, comment: AgendaComment, body: str, by: User, partner: AgendaPartner | None = None
) -> AgendaComment:
    """Add a reply with the same visibility as the comment; also allowed after comments have closed.

    Raises NotShownError if the comment is a public one that has not been approved.
    """
    first = comment.parent or comment
    if first.state != AgendaComment.State.APPROVED:
        raise NotShownError
    return _write(
        comment.agenda, body, by, partner, item=first.item, for_public=first.for_public, parent=first
    )


@transaction.atomic
def hide_comment(*, comment: AgendaComment, reason: str, by: User) -> AgendaComment:
    """Hide the text from everyone. The board still sees that there was a comment, and the reason."""
    locked = lock_for_update(comment)
    locked.hidden_reason = reason.strip()
    locked.save(update_fields=["hidden_reason", "updated_at"])
    audit.record(by, "agenda.comment_hidden", locked.agenda, comment=str(locked.public_id))
    return locked


def _write(
    agenda: ReformAgenda, body: str, by: User, partner: AgendaPartner | None, **fields: Any
) -> AgendaComment:
    if partner is None:
        if not policies.may_manage(by, agenda):
            raise NotRepresentativeError
    elif not policies.partners_represented_by(by, agenda).filter(pk=partner.pk).exists():
        raise NotRepresentativeError
    comment = AgendaComment.objects.create(
        agenda=agenda, author=by, partner=partner, body=body.strip(), **fields
    )
    audit.record(by, "agenda.commented", agenda, comment=str(comment.public_id))
    return comment
