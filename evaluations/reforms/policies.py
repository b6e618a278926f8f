"""Permissions to read, edit and confirm reform plans."""

from evaluations.reforms.models import ReformPlan, ReformStep
from participants.accounts.queries import has_portal_wide_role
from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from programs.cohorts import policies as cohorts
from programs.cohorts.models import Enrolment


def may_read(user: AnyUser, _plan: ReformPlan | None = None) -> bool:
    """Always true for signed-in users: `visible_to` returns private plans only to the graduate and the mentor."""
    return is_signed_in(user)


def is_plan_owner(user: AnyUser, plan: ReformPlan) -> bool:
    return is_signed_in(user) and plan.person.user_id == user.pk


def may_start(user: AnyUser, enrolment: Enrolment) -> bool:
    """Whoever has or had the seat may start a plan."""
    return is_signed_in(user) and enrolment.person.user_id == user.pk


def may_confirm_plan(user: AnyUser, plan: ReformPlan) -> bool:
    """The mentor or a coordinator of the cohort; never the graduate."""
    if not is_signed_in(user) or is_plan_owner(user, plan):
        return False
    is_mentor = plan.mentor is not None and plan.mentor.user_id == user.pk
    return is_mentor or has_portal_wide_role(user, "coordinator") or cohorts.may_coordinate(user, plan.cohort)


def may_confirm(user: AnyUser, step: ReformStep) -> bool:
    return may_confirm_plan(user, step.plan)


def is_own_step(user: AnyUser, step: ReformStep) -> bool:
    return is_plan_owner(user, step.plan)


def may_change_stage(user: AnyUser, plan: ReformPlan) -> bool:
    return is_plan_owner(user, plan) or may_confirm_plan(user, plan)
