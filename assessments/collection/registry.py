"""Which app manages a collection. Apps that own collections register here, because this package cannot import
them.
"""

from collections.abc import Callable
from typing import Any

from assessments.collection.models import Collection, Invitation
from portal.access.users import AnyUser

ManagerCheck = Callable[[Any, int], bool]
WayBack = Callable[[Invitation], str]
_checks: list[ManagerCheck] = []
_ways_back: list[WayBack] = []


def register_manager(manages: ManagerCheck) -> None:
    """`manages(user, collection_id)` returns whether the person manages the object that owns the collection."""
    _checks.append(manages)


def register_return_url(way_back: WayBack) -> None:
    """`way_back(invitation)` returns the URL to go to after submitting, or "" for a collection of another app."""
    _ways_back.append(way_back)


def return_url(invitation: Invitation) -> str:
    """Where respondents go after submitting; "" for the thank-you page."""
    return next((found for one in _ways_back if (found := one(invitation))), "")


def can_manage(user: AnyUser, collection_id: int) -> bool:
    return any(one(user, collection_id) for one in _checks)


def may_see_sending(user: AnyUser, job: Any) -> bool:
    """Permission for the progress of a collection's emails."""
    return isinstance(job.target, Collection) and can_manage(user, job.target_id)


def may_read_answer(user: AnyUser, invitation: Invitation) -> bool:
    """Permission for an uploaded answer in a named collection: the team that reads the responses, and the
    respondent.
    """
    own = Invitation.objects.filter(pk=invitation.pk)
    return can_manage(user, invitation.collection_id) or (
        user.is_authenticated and own.for_email(user.email).exists()
    )
