"""Signing in, as django-allauth does it; the session's account comes with its person."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from participants.accounts.models import User


class AccountBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        """The account with its person in one query: nearly every page names or asks for both."""
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
