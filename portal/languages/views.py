"""Choosing a language, which is stored on the account and in a cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from portal.access.decorators import allow
from portal.access.policies import everyone
from portal.owner.current import offered_languages
from portal.ui.pages import redirect_back


@allow(everyone)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    response = redirect_back(request, "/")
    language = request.POST.get("language", "")
    if language in dict(offered_languages()):
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language", "updated_at"])
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=60 * 60 * 24 * 365,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
    return response
