"""Who goes through a course."""

from typing import Any

from portal.access.policies import signed_in
from programs.cohorts.models import Enrolment


def is_own(user: Any, enrolment: Enrolment) -> bool:
    """The person enrolled, while they have the seat. Staff read progress elsewhere, never somebody's answers."""
    return (
        signed_in(user)
        and enrolment.person.user_id == user.pk
        and enrolment.state != Enrolment.State.WITHDRAWN
    )
