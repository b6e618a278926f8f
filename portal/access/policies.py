"""The two policies that do not depend on a role."""

from typing import TYPE_CHECKING, TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from portal.access.users import AnyUser

if TYPE_CHECKING:
    from participants.accounts.models import User


def everyone(_user: AnyUser, _obj: Model | None = None) -> bool:
    """Open to the public, including visitors who are not signed in."""
    return True


def is_signed_in(user: AnyUser, _obj: Model | None = None) -> "TypeGuard[User]":
    """Any person with an account."""
    return not isinstance(user, AnonymousUser) and user.is_authenticated
