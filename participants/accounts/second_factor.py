"""Requires two-factor authentication of coordinators and administrators, outside demo mode."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from participants.accounts.queries import is_coordinator

# Pages that remain open without a second factor: setting one up, confirming the password, signing out, public pages.
OPEN_VIEWS = (
    "mfa_",
    "account_",
    "usersessions_",
    "choose_language",
    "healthz",
    "readyz",
    "privacy",
    "accessibility",
)


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Redirect to the page on which a second factor is set up."""
        if not settings.SECOND_FACTOR_REQUIRED or "_auth_user_id" not in request.session:
            return None
        name = (request.resolver_match.url_name or "") if request.resolver_match else ""
        if name.startswith(OPEN_VIEWS) or not is_coordinator(request.user):
            return None
        if is_mfa_enabled(request.user) or _provider_asked(request):
            return None
        messages.warning(
            request,
            _("Set up two-factor authentication first: your role gives access to other people’s records."),
        )
        return redirect("mfa_index")


def _provider_asked(request: HttpRequest) -> bool:
    """Whether the person signed in with an identity provider that asks for a second factor itself."""
    return settings.SIGN_IN_SECOND_FACTOR and any(
        record.get("method") == "socialaccount"
        for record in get_authentication_records(request, request.user)
    )
