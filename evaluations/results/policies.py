"""Permissions to read and edit a results framework, and to add and confirm evidence."""

from typing import Any

from evaluations.results.models import Milestone, MilestoneEvidence, Result, Target
from participants.accounts.queries import Role, has_portal_wide_role, jurisdictions_of
from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from programs.programmes import policies as programmes
from programs.programmes.models import Programme


def may_read(user: AnyUser, _row: Any = None) -> bool:
    return is_signed_in(user)


def may_plan(user: AnyUser, programme: Programme) -> bool:
    return programmes.may_coordinate(user, programme)


def may_plan_result(user: AnyUser, result: Result) -> bool:
    return may_plan(user, result.framework.programme)


def may_plan_target(user: AnyUser, target: Target) -> bool:
    return may_plan_result(user, target.result)


def may_plan_milestone(user: AnyUser, milestone: Milestone) -> bool:
    return may_plan_result(user, milestone.result)


def may_add_evidence(user: AnyUser, milestone: Milestone) -> bool:
    """The owner, the programme's coordinators, and focal points of the court's jurisdiction."""
    if milestone.owner_id == user.pk or may_plan_milestone(user, milestone):
        return True
    court = milestone.court
    return court is not None and court.organisation.jurisdiction_id in jurisdictions_of(
        user, Role.FOCAL_POINT
    )


def may_confirm(user: AnyUser, evidence: MilestoneEvidence) -> bool:
    """Coordinators and evaluators, but neither who added the evidence nor the milestone's owner."""
    milestone = evidence.milestone
    if user.pk in (evidence.added_by_id, milestone.owner_id):
        return False
    return has_portal_wide_role(user, Role.EVALUATOR) or may_plan_milestone(user, milestone)


def may_read_evidence(user: AnyUser, evidence: MilestoneEvidence) -> bool:
    """Who may open the document: people who work on the programme, its funders, and evaluators."""
    milestone = evidence.milestone
    if user.pk in (evidence.added_by_id, milestone.owner_id):
        return True
    return programmes.may_see_budget(user, milestone.result.framework.programme)
