"""Registers the job kinds of this package."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.access.users import AnyUser
from portal.jobs import kinds
from programs.cohorts import bulk_decisions, messages, policies


def may_see_bulk_decision(user: AnyUser, job: Any) -> bool:
    return job.target is not None and policies.may_coordinate(user, job.target)


def may_see_message(user: AnyUser, job: Any) -> bool:
    return job.target is not None and policies.may_write_message(user, job.target)


def register() -> None:
    kinds.register(
        messages.SEND,
        task="programs.cohorts.send_message",
        title=_("Email to people of a cohort"),
        may_see=may_see_message,
    )
    kinds.register(
        bulk_decisions.DECIDE,
        task="programs.cohorts.decide",
        title=_("Decide on applications"),
        may_see=may_see_bulk_decision,
    )
