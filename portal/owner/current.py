"""The organisation that runs the portal, read once for each request.

Without the database, as on error pages during an outage, the defaults of the settings are used.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from portal.owner.models import SiteOwner

logger = logging.getLogger(__name__)

_read: ContextVar[list[SiteOwner] | None] = ContextVar("site_owner", default=None)  # None outside of requests


class SiteOwnerMiddleware:
    """Lets each request read the organisation once, when it is first needed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _read.set([])
        try:
            return self.get_response(request)
        finally:
            _read.reset(token)


def site_owner() -> SiteOwner:
    """The organisation as saved, or an unsaved row with the defaults."""
    read = _read.get()
    if read:
        return read[0]
    try:
        owner = SiteOwner.objects.select_related("logo").first() or SiteOwner()
    except DatabaseError as error:
        logger.warning("the organisation cannot be read: %s", type(error).__name__)
        return SiteOwner()
    if read is not None:
        read.append(owner)
    return owner


def forget() -> None:
    """Read the row again after it was saved in this request."""
    if read := _read.get():
        read.clear()


def offered_languages() -> list[tuple[str, str]]:
    """The languages that people choose from, as (code, name)."""
    offered = site_owner().languages
    return [pair for pair in settings.LANGUAGES if pair[0] in offered or not offered]


def language_or_default(code: str) -> str:
    """`code` if the portal offers this language, else the first that it offers."""
    offered = [offered for offered, _name in offered_languages()]
    return code if code in offered else next(iter(offered), settings.LANGUAGE_CODE)


def localised_name(name: str) -> str:
    """`name` in the active language if it is a name of the organisation that runs the portal, else unchanged."""
    owner = site_owner()
    return owner.full_name if owner.has_name(name) else name


def mail_from() -> str:
    """The From header of emails, with the organisation's short name in the active language."""
    owner = site_owner()
    name, address = parseaddr(settings.MAIL_FROM)
    if owner.pk is None:
        return settings.MAIL_FROM
    return formataddr((owner.short_name or name, owner.sender_email or address))
