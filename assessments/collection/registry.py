"""Who looks after a collection: the apps that hold one say so, for this room knows neither assessments nor courses."""

from collections.abc import Callable
from typing import Any

from assessments.collection.models import Collection, Invitation
from portal.access.users import AnyUser

Keeps = Callable[[Any, int], bool]
WayBack = Callable[[Invitation], str]
_keepers: list[Keeps] = []
_ways_back: list[WayBack] = []


def register_manager(keeps: Keeps) -> None:
    """`keeps(user, collection's id)` says whether the person manages what that collection belongs to."""
    _keepers.append(keeps)


def register_return_url(way_back: WayBack) -> None:
    """`way_back(invitation)` is the address to which sending leads, "" for what is not its own."""
    _ways_back.append(way_back)


def return_url(invitation: Invitation) -> str:
    """Where whoever has sent their answers goes on; "" where a word of thanks is the end."""
    return next((found for one in _ways_back if (found := one(invitation))), "")


def can_manage(user: AnyUser, collection_id: int) -> bool:
    return any(one(user, collection_id) for one in _keepers)


def may_see_sending(user: AnyUser, job: Any) -> bool:
    """How far the letters of a collection are."""
    return isinstance(job.target, Collection) and can_manage(user, job.target_id)


def may_read_answer(user: AnyUser, invitation: Invitation) -> bool:
    """A file that answers a question, in a personal collection: the team that reads the answers, and who sent it."""
    own = Invitation.objects.filter(pk=invitation.pk)
    return can_manage(user, invitation.collection_id) or (
        user.is_authenticated and own.for_email(user.email).exists()
    )
