"""Queueing emails and creating notices, in the caller's transaction: if it is rolled back, nothing is sent."""

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
from portal.mail.models import Mailing, Notice, OutgoingMail

logger = logging.getLogger(__name__)

SENDER_TASK = "portal.mail.send_due"
BATCH = 50
_NOTICE_MAX_LENGTH = 300
State = OutgoingMail.State
Row = TypeVar("Row", bound=Model)
ProgressCallback = Callable[[int, int], None]


def queue(
    key: str, *, to: str, language: str, template: str, context: dict[str, Any], user: Actor = None
) -> OutgoingMail:
    """Queue an email once: a second call with the same key returns the first email unchanged.

    `template` "programs/accepted" means templates/mail/programs/accepted_subject.txt, accepted.txt and, optionally,
    accepted.html. `context` must be JSON. The email is sent after commit.
    """
    draft = _draft(key, to=to, language=language, template=template, context=context, user=user)
    queue_all([draft])
    return OutgoingMail.objects.get(key=key)


def queue_all(emails: Sequence[OutgoingMail]) -> None:
    """Queue emails made by `build_email` in one statement; emails whose key exists are skipped."""
    OutgoingMail.objects.bulk_create(emails, ignore_conflicts=True, batch_size=500)
    _send_after_commit()


def send_in_batches(
    pending: QuerySet[Row],
    write: Callable[[list[Row]], Sequence[OutgoingMail]],
    on_progress: ProgressCallback | None = None,
) -> int:
    """Queue emails for all `pending` rows, one transaction per batch; returns the number of rows.

    `write` returns the emails for a batch and changes its rows so that they are no longer in `pending`; it may raise
    to stop. `on_progress` is called with done and total. The function can be interrupted and called again, and two
    concurrent calls email nobody twice.
    """
    total, done = pending.count(), 0
    while True:
        with transaction.atomic():
            batch = list(pending.select_for_update(of=("self",)).order_by("pk")[:BATCH])
            if not batch:
                return done
            queue_all(write(batch))
            done += len(batch)
            if on_progress:
                on_progress(done, total)


def build_email(
    key: str, *, to: str, language: str, template: str, context: dict[str, Any], user: Actor = None,
    mailing: Mailing | None = None,
) -> OutgoingMail:  # fmt: skip
    """An unsaved email for `queue_all`; the arguments are those of `queue`."""
    return _draft(
        key, to=to, language=language, template=template, context=context, user=user, mailing=mailing
    )


def notify(user: Account, text: str | Promise, url: str = "") -> Notice:
    """Create a notice; a lazy `text` is rendered in the person's language."""
    with override(getattr(user, "language", "") or settings.LANGUAGE_CODE):
        return Notice.objects.create(user=user, text=str(text)[:_NOTICE_MAX_LENGTH], url=url)


def mark_read(user: AnyUser, ids: Sequence[str] | None = None) -> int:
    """Mark all the person's notices, or those with these public ids, as read; returns how many were unread."""
    unread = Notice.objects.visible_to(user).unread()
    if ids is not None:
        unread = unread.filter(public_id__in=ids)
    return unread.update(read_at=timezone.now())


def retry(emails: QuerySet[OutgoingMail], *, by: Actor) -> int:
    """Queue failed and suspended emails again; returns their number."""
    resendable = emails.filter(state__in=[State.FAILED, State.SUSPENDED])
    fields = {
        "state": State.QUEUED,
        "tries": 0,
        "next_try_at": timezone.now(),
        "ended_at": None,
        "reason": "",
    }
    n = _change_all(resendable, fields, by=by, action="mail.resent")
    if n:
        _send_after_commit()
    return n


def suspend_emails(emails: QuerySet[OutgoingMail], *, by: Actor) -> int:
    """Suspend queued emails; emails that a worker is sending are not changed. Returns the number suspended."""
    fields = {"state": State.SUSPENDED, "ended_at": timezone.now()}
    return _change_all(emails.filter(state=State.QUEUED), fields, by=by, action="mail.suspended")


@transaction.atomic
def _change_all(emails: QuerySet[OutgoingMail], fields: dict[str, Any], *, by: Actor, action: str) -> int:
    # The rows are locked first, so that no worker claims one of them in between.
    ids = list(emails.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    OutgoingMail.objects.filter(pk__in=ids).update(**fields, updated_at=timezone.now())
    first = OutgoingMail.objects.filter(pk__in=ids[:1]).first()
    if first is not None:
        audit.record(by, action, first, emails=len(ids))
    return len(ids)


def _draft(key: str, *, user: Actor, language: str, **fields: Any) -> OutgoingMail:
    languages = {code for code, _name in settings.LANGUAGES}
    return OutgoingMail(
        key=key, user=user, language=language if language in languages else settings.LANGUAGE_CODE, **fields
    )


def _send_after_commit() -> None:
    # One task for a transaction that queues many emails; if it is lost, the scheduled task sends them a little later.
    callbacks = (entry[1] for entry in connection.run_on_commit)
    if send_soon not in callbacks:
        transaction.on_commit(send_soon, robust=True)


def send_soon() -> None:
    """Start the task that sends emails; without the broker nothing is lost, since the task is also scheduled."""
    try:
        celery.app.send_task(SENDER_TASK, retry=False)
    except (TransportError, redis.exceptions.RedisError, OSError) as error:
        logger.warning("send task not started, the scheduled one will follow: %s", type(error).__name__)
