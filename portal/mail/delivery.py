"""Sending emails that are due, so that no two workers send the same one.

An email is claimed with a lease before it is sent and closed after the SMTP server has accepted it. If the worker is
killed in between, the email is sent again after the lease, since a lost invitation is worse than a duplicate. Both
copies have the same Message-ID, by which most mail programs show them once.
"""

import hashlib
import logging
import re
import smtplib
import uuid
from datetime import date, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template import Context, TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.translation import gettext, override

from portal.languages.numbers import date_format
from portal.mail import edited_texts
from portal.mail.models import OutgoingMail
from portal.owner.current import mail_from

logger = logging.getLogger(__name__)

BATCH = 20
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
LEASE = timedelta(minutes=5)
# Delays after each failed attempt: full mailboxes and greylisting are usually resolved within a day.
RETRY_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))
_PERMANENT_FROM = 500

State = OutgoingMail.State


def send_due() -> int:
    """Send every email that is due; returns how many were attempted."""
    attempted = 0
    while batch := _claim():
        if settings.MAIL_OUTBOX_ONLY:
            for mail in batch:
                _store(mail)
        else:
            _send_batch(batch)
        attempted += len(batch)
    return attempted


def compose(mail: OutgoingMail) -> tuple[str, str, str]:
    """Render subject, text and HTML ("" if the template has none) in the language of the email."""
    if not mail.template:
        return mail.subject, mail.text, mail.html
    edited = mail.mailing.texts.get(mail.language) if mail.mailing else None
    if edited:
        return edited_texts.fill(
            edited, name=mail.context.get("name") or mail.to, link=mail.context.get("url", "")
        )
    return render(mail.template, mail.language, mail.context)


def render(template: str, language: str, context: dict[str, object]) -> tuple[str, str, str]:
    """Render subject, text and HTML of a template in a language."""
    names = f"mail/{template}"
    with override(language):
        values = {name: _localised(value) for name, value in context.items()}
        context = {**values, "site_name": gettext(settings.SITE_NAME), "site_url": settings.SITE_URL}
        subject = " ".join(_plain(f"{names}_subject.txt", context).split())
        text = _plain(f"{names}.txt", context)
        try:
            html = str(render_to_string(f"{names}.html", context))
        except TemplateDoesNotExist as missing:
            if str(missing) != f"{names}.html":
                raise
            html = ""
    return subject[:300], text, html


def _localised(value: object) -> object:
    """Format a date, which the JSON context contains as 2026-12-10, in the active language."""
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return value


def _plain(name: str, context: dict[str, object]) -> str:
    # Plain text is not escaped: O'Neill must not become O&#x27;Neill.
    template = get_template(name).template  # type: ignore[attr-defined]  # the Django engine's wrapper
    return str(template.render(Context(context, autoescape=False)))


def _claim() -> list[OutgoingMail]:
    token = uuid.uuid4()
    with transaction.atomic():
        due_mail = OutgoingMail.objects.due().select_for_update(skip_locked=True)[:BATCH]
        ids = [mail.pk for mail in due_mail]
        OutgoingMail.objects.filter(pk__in=ids).update(
            state=State.SENDING, lease_token=token, lease_until=timezone.now() + LEASE
        )
    claimed = OutgoingMail.objects.filter(pk__in=ids, lease_token=token).select_related("mailing")
    return list(claimed.order_by("next_try_at", "pk"))


def _send_batch(batch: list[OutgoingMail]) -> None:
    connection = get_connection(settings.MAIL_TRANSPORT)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        for mail in batch:
            _retry_later(mail, _reason(error))
        return
    try:
        for mail in batch:
            _send_one(mail, connection)
    finally:
        connection.close()


def _send_one(mail: OutgoingMail, connection: BaseEmailBackend) -> None:
    try:
        subject, text, html = compose(mail)
    except (TemplateDoesNotExist, TemplateSyntaxError, KeyError, ValueError, TypeError) as error:
        logger.exception("email cannot be rendered", extra={"mail": mail.pk})
        _close(mail, State.FAILED, reason=f"{type(error).__name__}: {error}")
        return
    with override(mail.language):
        sender = mail_from()
    message = EmailMultiAlternatives(subject, text, sender, [mail.to], connection=connection)
    message.extra_headers = {"Message-ID": message_id(mail), "Content-Language": mail.language,
                             "Auto-Submitted": "auto-generated"}  # fmt: skip
    if html:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        if _is_permanent(error):
            _close(mail, State.FAILED, reason=_reason(error), subject=subject)
        else:
            _retry_later(mail, _reason(error))
    else:
        _close(mail, State.SENT, **_content_to_store(subject, text, html))


def message_id(mail: OutgoingMail) -> str:
    """The Message-ID, which is the same for each attempt to send one email."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:32]}@{domain}>"


def _store(mail: OutgoingMail) -> None:
    """Render the email and store it in the outbox without sending it."""
    try:
        subject, text, html = compose(mail)
    except (TemplateDoesNotExist, TemplateSyntaxError, KeyError, ValueError, TypeError) as error:
        logger.exception("email cannot be rendered", extra={"mail": mail.pk})
        _close(mail, State.FAILED, reason=f"{type(error).__name__}: {error}")
    else:
        _close(mail, State.STORED, subject=subject, text=text, html=html)


def _content_to_store(subject: str, text: str, html: str) -> dict[str, object]:
    if settings.DEMO:
        return {"subject": subject, "text": text, "html": html}
    return {"subject": subject, "text": "", "html": "", "context": {}}


def _retry_later(mail: OutgoingMail, reason: str) -> None:
    if mail.tries >= len(RETRY_DELAYS):
        _close(mail, State.FAILED, reason=reason)
        return
    OutgoingMail.objects.filter(pk=mail.pk, lease_token=mail.lease_token).update(
        state=State.QUEUED,
        tries=mail.tries + 1,
        next_try_at=timezone.now() + RETRY_DELAYS[mail.tries],
        lease_token=None,
        lease_until=None,
        reason=reason,
    )


def _close(mail: OutgoingMail, state: str, **fields: object) -> None:
    OutgoingMail.objects.filter(pk=mail.pk, lease_token=mail.lease_token).update(
        **{"state": state, "ended_at": timezone.now(), "lease_token": None, "lease_until": None,
           "reason": "", "tries": mail.tries + 1, **fields}
    )  # fmt: skip
    logger.info("email closed", extra={"mail": mail.pk, "outcome": str(state)})


def _is_permanent(error: Exception) -> bool:
    return _code(error) >= _PERMANENT_FROM


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _text in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0) or 0)


def _reason(error: Exception) -> str:
    """The server's reply, without recipients' addresses."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        replies = [f"{code} {text.decode(errors='replace')}" for code, text in error.recipients.values()]
        return "; ".join(replies)[:500]
    if isinstance(error, smtplib.SMTPResponseException):
        reply = (
            error.smtp_error.decode(errors="replace")
            if isinstance(error.smtp_error, bytes)
            else error.smtp_error
        )
        return f"{error.smtp_code} {reply}"[:500]
    return f"{type(error).__name__}: {error}"[:500]
