"""The two policies that need no role."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

type_user = Any  # a person, or AnonymousUser: participants stands above this room


def everyone(_user: type_user, _obj: Model | None = None) -> bool:
    """Open to the public, signed out included."""
    return True


def may_view_chain(user: type_user, _obj: Model | None = None) -> bool:
    """Any person with an account."""
    return not isinstance(user, AnonymousUser) and user.is_authenticated
