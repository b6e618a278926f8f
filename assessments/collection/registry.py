"""Which app manages a collection. Apps that own collections register here, because this package cannot import
them.
"""

from collections.abc import Callable
from typing import Any

from assessments.collection.models import Invitation
from portal.access.users import AnyUser

ManagerCheck = Callable[[Any, int], bool]
ReturnUrl = Callable[[Invitation], str]
_checks: list[ManagerCheck] = []
_return_urls: list[ReturnUrl] = []


def register_manager(manages: ManagerCheck) -> None:
    """`manages(user, collection_id)` returns whether the person manages the object that owns the collection."""
    _checks.append(manages)


def register_return_url(url_for: ReturnUrl) -> None:
    """`url_for(invitation)` returns the URL to go to after submitting, or "" for a collection of another app."""
    _return_urls.append(url_for)


def return_url(invitation: Invitation) -> str:
    """Where respondents go after submitting; "" for the thank-you page."""
    return next((url for url_for in _return_urls if (url := url_for(invitation))), "")


def can_manage(user: AnyUser, collection_id: int) -> bool:
    return any(manages(user, collection_id) for manages in _checks)
