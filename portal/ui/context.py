"""The context of the base template: navigation, the organisation, languages and text direction.

It costs one query, for the organisation that runs the portal.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi, gettext, gettext_noop

from portal.dashboard.registry import nav_items_for
from portal.owner.current import offered_languages, site_owner

# The default names are translated; a name set by an installation is shown as it is.
DEFAULT_NAMES = (
    gettext_noop("Judicial Training Portal"),
    gettext_noop("Network of Supreme and Regional Courts"),
)


def page_context(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    owner = site_owner()
    return {
        "site_name": gettext(settings.SITE_NAME),
        "site_owner": owner.full_name,
        "site_logo": owner.logo,
        "privacy_contact": owner.privacy_contact,
        "privacy_email": owner.privacy_email,
        "is_demo": settings.DEMO,
        "smallest_group": settings.SUPPRESSION_K,
        "languages": offered_languages(),
        "language_code": get_language() or settings.LANGUAGE_CODE,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "nav_items": nav_items_for(user, request.path) if user else [],
    }
