"""What the portal has to tell a person: the part of their home page, and where it is marked as read."""

from typing import Any

from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from portal.dashboard.registry import register_card
from portal.mail.models import Notice

SHOWN = 6


def unread_notices(user: AnyUser) -> dict[str, Any] | None:
    """The latest unread notices: one query; None when there is nothing to tell."""
    found = list(Notice.objects.visible_to(user).unread().order_by("-pk")[: SHOWN + 1])
    return {"notices": found[:SHOWN], "more": len(found) > SHOWN} if found else None


def register() -> None:
    register_card("portal/mail/_notices.html", unread_notices, order=1, test=is_signed_in)
