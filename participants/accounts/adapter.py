"""Adapters for allauth: emails in the person's language, and QR codes that the content security policy allows."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.documents.qr import qr_svg


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the email in the recipient's language, not in that of the current request."""
        user = context.get("user")
        with override(getattr(user, "language", None) or get_language() or settings.LANGUAGE_CODE):
            super().send_mail(template_prefix, email, context)


class MfaAdapter(DefaultMFAAdapter):
    def build_totp_svg(self, url: str) -> str:
        """Render the QR code as inline SVG, since the content security policy blocks allauth's `data:` image."""
        title = escape(_("QR code with the key for your authenticator app"))
        return mark_safe(qr_svg(url, title=title))  # noqa: S308  # path commands and an escaped title only
