"""Writing letters and notices, always in the caller's transaction: what is rolled back was never written."""

import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import redis.exceptions
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override
from kombu.exceptions import OperationalError as TransportError

from portal import celery
from portal.access.users import Account, Actor, AnyUser
from portal.audit import services as audit
from portal.mail.models import Notice, OutgoingMail

logger = logging.getLogger(__name__)

SENDER_TASK = "portal.mail.send_due"
BATCH = 50
_TEXT_SIGNS = 300
State = OutgoingMail.State
Row = TypeVar("Row", bound=Model)
Advance = Callable[[int, int], None]


def queue(
    key: str, *, to: str, language: str, template: str, context: dict[str, Any], user: Actor = None
) -> OutgoingMail:
    """Write a letter once: a second call with the same key returns the first letter unchanged.

    `template` "programs/accepted" names templates/mail/programs/accepted_subject.txt, accepted.txt and, where
    there is one, accepted.html. `context` must be JSON. The address is tried from the moment of commit.
    """
    draft = _draft(key, to=to, language=language, template=template, context=context, user=user)
    queue_all([draft])
    return OutgoingMail.objects.get(key=key)


def queue_all(emails: Sequence[OutgoingMail]) -> None:
    """Write many letters in one statement; those whose key exists are left as they are. Shape: see `letter`."""
    OutgoingMail.objects.bulk_create(emails, ignore_conflicts=True, batch_size=500)
    _nudge_sender()


def send_in_batches(
    waiting: QuerySet[Row],
    write: Callable[[list[Row]], Sequence[OutgoingMail]],
    on_progress: Advance | None = None,
) -> int:
    """Letters to all that wait, in batches, each whole or not at all. Returns how many; `advance` hears done and total.

    `write` marks its rows, so that they wait no more, and raises to stop. The whole may die anywhere and be called
    again, and two runs at once write nobody twice.
    """
    total, done = waiting.count(), 0
    while True:
        with transaction.atomic():
            batch = list(waiting.select_for_update(of=("self",)).order_by("pk")[:BATCH])
            if not batch:
                return done
            queue_all(write(batch))
            done += len(batch)
            if on_progress:
                on_progress(done, total)


def build_email(
    key: str, *, to: str, language: str, template: str, context: dict[str, Any], user: Actor = None
) -> OutgoingMail:
    """An unsaved letter for `queue_all`; arguments as in `queue`."""
    return _draft(key, to=to, language=language, template=template, context=context, user=user)


def notify(user: Account, text: str | Promise, url: str = "") -> Notice:
    """Leave a notice, in the person's own language where `text` is lazy."""
    with override(getattr(user, "language", "") or settings.LANGUAGE_CODE):
        return Notice.objects.create(user=user, text=str(text)[:_TEXT_SIGNS], url=url)


def mark_read(user: AnyUser, ids: Sequence[str] | None = None) -> int:
    """Mark a person's notices as read, all or those with the public ids; returns how many were not."""
    unread = Notice.objects.visible_to(user).unread()
    if ids is not None:
        unread = unread.filter(public_id__in=ids)
    return unread.update(read_at=timezone.now())


def retry(emails: QuerySet[OutgoingMail], *, by: Actor) -> int:
    """Put letters that came back or were held back in the queue once more; returns how many there were."""
    again = emails.filter(state__in=[State.FAILED, State.HELD])
    renewed = {
        "state": State.QUEUED,
        "tries": 0,
        "next_try_at": timezone.now(),
        "ended_at": None,
        "reason": "",
    }
    n = _change_all(again, renewed, by=by, action="mail.sent_again")
    if n:
        _nudge_sender()
    return n


def suspend_emails(emails: QuerySet[OutgoingMail], *, by: Actor) -> int:
    """Hold back letters that still wait; one that a worker has taken goes out. Returns how many were held back."""
    held = {"state": State.HELD, "ended_at": timezone.now()}
    return _change_all(emails.filter(state=State.QUEUED), held, by=by, action="mail.held_back")


@transaction.atomic
def _change_all(emails: QuerySet[OutgoingMail], fields: dict[str, Any], *, by: Actor, action: str) -> int:
    # The rows are held first: a letter that is claimed meanwhile is no longer among them.
    ids = list(emails.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    OutgoingMail.objects.filter(pk__in=ids).update(**fields, updated_at=timezone.now())
    first = OutgoingMail.objects.filter(pk__in=ids[:1]).first()
    if first is not None:
        audit.record(by, action, first, letters=len(ids))
    return len(ids)


def _draft(key: str, *, user: Actor, language: str, **fields: Any) -> OutgoingMail:
    known = {code for code, _name in settings.LANGUAGES}
    return OutgoingMail(
        key=key, user=user, language=language if language in known else settings.LANGUAGE_CODE, **fields
    )


def _nudge_sender() -> None:
    # One message for a transaction that writes many letters; should it get lost, beat sends them a little later.
    waiting = (entry[1] for entry in connection.run_on_commit)
    if send_soon not in waiting:
        transaction.on_commit(send_soon, robust=True)


def send_soon() -> None:
    """Tell a worker that there are letters; a broker that is away is no error, beat looks every few seconds."""
    try:
        celery.app.send_task(SENDER_TASK, retry=False)
    except (TransportError, redis.exceptions.RedisError, OSError) as error:
        logger.warning("sender not told, beat will: %s", type(error).__name__)
