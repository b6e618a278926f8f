"""Where allauth meets the portal: letters in the person's own language."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import get_language, override


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to a person in the language that they chose, whoever pressed the button."""
        user = context.get("user")
        with override(getattr(user, "language", None) or get_language() or settings.LANGUAGE_CODE):
            super().send_mail(template_prefix, email, context)
