"""Creating and resolving signed links. The token is sent once by email; the database stores only its SHA-256 hash."""

import hashlib
import secrets
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError
from portal.access.users import Actor
from portal.links.models import SignedLink


class LinkClosedError(DomainError):
    """`code` is `unknown`, `expired`, `revoked` or `used`."""

    code = "unknown"
    MESSAGES = {
        "unknown": _("This link is not valid. Check that you copied all of it."),
        "expired": _("This link has expired."),
        "revoked": _("The sender has withdrawn this link."),
        "used": _("This link has already been used."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(self.MESSAGES[code], code=code)


def hash_of(token: str) -> str:
    """SHA-256 of the token; 32 random bytes need no slow password hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def make(
    purpose: str, target: Model, *, expires_at: datetime | None = None, by: Actor = None
) -> tuple[SignedLink, str]:
    """Create a link to `target`; returns it with the token (43 URL-safe characters), which is not stored."""
    token = secrets.token_urlsafe(32)
    link = SignedLink.objects.create(
        token_hash=hash_of(token),
        purpose=purpose,
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
        expires_at=expires_at,
        made_by=by,
    )
    return link, token


def resolve(token: str, purpose: str) -> SignedLink:
    """Find the usable link of that purpose and count its use. Raises `LinkClosedError`."""
    link = SignedLink.objects.filter(token_hash=hash_of(token), purpose=purpose).first()
    if link is None:
        raise LinkClosedError("unknown")
    if link.revoked_at:
        raise LinkClosedError("revoked")
    if link.used_up_at:
        raise LinkClosedError("used")
    if link.expires_at and link.expires_at <= timezone.now():
        raise LinkClosedError("expired")
    SignedLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1)
    return link


def revoke(link: SignedLink) -> None:
    SignedLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
