"""The language of a response: that of the account, else of the cookie, else of the Accept-Language header."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from portal.owner.current import language_or_default, offered_languages

Handler = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self._language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault(
            "Content-Language", language
        )  # pages behind a personal link set their own
        return response

    def _language_of(self, request: HttpRequest) -> str:
        if "_auth_user_id" in request.session and request.user.is_authenticated:
            own = request.user.language
            if own in dict(offered_languages()):
                return own
        return language_or_default(translation.get_language_from_request(request))
