"""What every page's frame needs: navigation, language, direction. No query that the page has not paid already."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

from portal.desk.registry import places_of


def page_context(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    return {
        "site_name": settings.SITE_NAME,
        "site_owner": settings.SITE_OWNER,
        "is_demo": settings.DEMO,
        "languages": settings.LANGUAGES,
        "language_code": get_language() or settings.LANGUAGE_CODE,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "places": places_of(user, request.path),
    }
