"""Registers the job kind of this package."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.access.users import AnyUser
from portal.jobs import kinds
from programs.cohorts import bulk_decisions, policies


def may_see_bulk_decision(user: AnyUser, job: Any) -> bool:
    return job.target is not None and policies.may_coordinate(user, job.target)


def register() -> None:
    kinds.register(
        bulk_decisions.DECIDE,
        task="programs.cohorts.decide",
        title=_("Decide on applications"),
        may_see=may_see_bulk_decision,
    )
