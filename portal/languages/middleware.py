"""The language of a response: that of the account, else of the cookie, else of the Accept-Language header."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from portal.languages import digits as digit_patterns

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
        if response.headers["Content-Language"] in digit_patterns.LANGUAGES:
            _write_digits(response)
        return response

    def _language_of(self, request: HttpRequest) -> str:
        if "_auth_user_id" in request.session and request.user.is_authenticated:
            own = request.user.language
            if own in dict(settings.LANGUAGES):
                return own
        return translation.get_language_from_request(request)


def _write_digits(response: HttpResponse) -> None:
    """Replace the digits of HTML responses only; other content is read by programs."""
    if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
        response.content = digit_patterns.in_markup(response.content.decode(response.charset)).encode(
            response.charset
        )
