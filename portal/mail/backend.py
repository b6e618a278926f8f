"""The email backend for emails that Django and allauth send, such as address confirmations: it queues them as rows."""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from portal.mail import services
from portal.mail.models import OutgoingMail


class OutboxEmailBackend(BaseEmailBackend):
    """`EMAIL_BACKEND`: queues one email for each recipient; the worker sends it through `MAIL_TRANSPORT`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages; returns their number."""
        services.queue_all(
            [_email(message, address) for message in email_messages for address in message.recipients()]
        )
        return len(email_messages)


def _email(message: EmailMessage, address: str) -> OutgoingMail:
    html = [content for content, kind in getattr(message, "alternatives", []) if kind == "text/html"]
    email = services.build_email(
        f"direct:{uuid.uuid4()}", to=address, language=get_language() or "", template="", context={}
    )
    email.subject = " ".join(str(message.subject).split())[:300]
    email.text, email.html = str(message.body), str(html[0]) if html else ""
    return email
