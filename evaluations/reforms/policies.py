"""Who may read, write and confirm."""

from typing import Any

from evaluations.reforms.models import ReformAction, ReformPlan
from participants.accounts.queries import holds_portal_wide
from portal.access.policies import signed_in
from programs.cohorts import policies as cohorts
from programs.cohorts.models import Enrolment


def may_read(user: Any, _plan: ReformPlan | None = None) -> bool:
    """The queryset decided on the row: private plans show to the judge and the mentor only."""
    return signed_in(user)


def is_own(user: Any, plan: ReformPlan) -> bool:
    return signed_in(user) and plan.person.user_id == user.pk


def may_begin(user: Any, enrolment: Enrolment) -> bool:
    """Whoever has or had the seat may carry a reform home."""
    return signed_in(user) and enrolment.person.user_id == user.pk


def may_confirm_plan(user: Any, plan: ReformPlan) -> bool:
    """The mentor, or who coordinates the cohort; never the judge."""
    if not signed_in(user) or is_own(user, plan):
        return False
    is_mentor = plan.mentor is not None and plan.mentor.user_id == user.pk
    return is_mentor or holds_portal_wide(user, "coordinator") or cohorts.may_coordinate(user, plan.cohort)


def may_confirm(user: Any, action: ReformAction) -> bool:
    return may_confirm_plan(user, action.plan)


def is_own_action(user: Any, action: ReformAction) -> bool:
    return is_own(user, action.plan)


def may_move(user: Any, plan: ReformPlan) -> bool:
    return is_own(user, plan) or may_confirm_plan(user, plan)
