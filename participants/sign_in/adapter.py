"""The adapter for allauth: who may sign in with a provider, and what the account takes over from it."""

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participants.accounts.models import User
from participants.accounts.names import clean_name, person_named
from participants.sign_in import services
from portal.languages.directions import isolated
from portal.languages.numbers import interpolate
from portal.owner.current import language_or_default

NAME = 120


class ProviderAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse addresses of other domains: the provider vouches only for those of its organisation."""
        address = next((row.email for row in sociallogin.email_addresses if row.email), "")
        domain = address.rpartition("@")[2].lower()
        if domain in settings.SIGN_IN_DOMAINS:
            return
        if domain:
            sentence = _(
                "Your organisation’s sign-in gave the address %(address)s, which is not one of its domains here. "
                "Sign in with your email address and password, or ask an administrator."
            )
            messages.error(request, interpolate(sentence, address=isolated(address)))
        else:
            messages.error(
                request, _("Your organisation’s sign-in gave no email address. Ask an administrator.")
            )
        raise ImmediateHttpResponse(redirect("account_login"))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.provided_name = data.get("name") or " ".join(part for part in parts if part)  # type: ignore[attr-defined]
        return user

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002  # allauth's signature
        return True

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """Create the account with its person, named as the provider does."""
        user: User = super().save_user(request, sociallogin, form)
        user.language = language_or_default(get_language() or "")
        user.save(update_fields=["language"])
        name = clean_name(getattr(user, "provided_name", ""))[:NAME]
        person_named.send(sender=User, user=user, full_name=name or user.email)
        return user


@receiver(user_logged_in, dispatch_uid="sign_in.apply_rules")
def _apply_rules(user: User, sociallogin: Any = None, **_kwargs: Any) -> None:
    if sociallogin is not None:
        services.apply_rules(user=user, extra_data=sociallogin.account.extra_data)
