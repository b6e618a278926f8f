"""The authentication backend: allauth's, but it loads the account together with its person."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from participants.accounts.models import User


class AccountBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        """Load the account and its person in one query, since nearly every page uses both."""
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
