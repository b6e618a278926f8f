"""Django's mail door (sign-up letters and the like): whatever comes through becomes a row like every other letter."""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from portal.mail import services
from portal.mail.models import OutgoingMail


class OutboxEmailBackend(BaseEmailBackend):
    """`EMAIL_BACKEND`: queues a letter for each recipient; the worker sends it through `MAIL_TRANSPORT`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the rows; returns how many messages were taken."""
        letters = [
            _letter(message, address) for message in email_messages for address in message.recipients()
        ]
        services.queue_all(letters)
        return len(email_messages)


def _letter(message: EmailMessage, address: str) -> OutgoingMail:
    html = [content for content, kind in getattr(message, "alternatives", []) if kind == "text/html"]
    letter = services.build_email(
        f"direct:{uuid.uuid4()}", to=address, language=get_language() or "", template="", context={}
    )
    letter.subject = " ".join(str(message.subject).split())[:300]
    letter.text, letter.html = str(message.body), str(html[0]) if html else ""
    return letter
