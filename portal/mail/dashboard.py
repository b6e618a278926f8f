"""The home page card with the user's unread notices."""

from typing import Any

from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from portal.dashboard.registry import register_card
from portal.mail.models import Notice

MAX_NOTICES = 6


def unread_notices(user: AnyUser) -> dict[str, Any] | None:
    """The latest unread notices, in one query; None if there are none."""
    notices = list(Notice.objects.visible_to(user).unread().order_by("-pk")[: MAX_NOTICES + 1])
    return {"notices": notices[:MAX_NOTICES], "more": len(notices) > MAX_NOTICES} if notices else None


def register() -> None:
    register_card("portal/mail/_notices.html", unread_notices, order=1, test=is_signed_in)
