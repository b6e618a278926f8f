"""Who may read the outbox and resend emails."""

from django.conf import settings

from portal.access.users import AnyUser
from portal.mail.models import Mailing, OutgoingMail


def may_read_outbox(user: AnyUser, _mail: OutgoingMail | None = None) -> bool:
    """In demo mode everyone, since the outbox replaces people's mailboxes; otherwise administrators."""
    return settings.DEMO or (user.is_authenticated and bool(getattr(user, "is_administrator", False)))


def may_read_mailing(user: AnyUser, _mailing: Mailing | None = None) -> bool:
    """Always true for signed-in users: `visible_to` returns a mailing to whoever sent it and to administrators."""
    return user.is_authenticated


def may_resend(user: AnyUser, _mail: OutgoingMail | None = None) -> bool:
    """Administrators."""
    return user.is_authenticated and bool(getattr(user, "is_administrator", False))
