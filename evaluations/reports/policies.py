"""Who makes, approves and reads reports."""

from typing import Any

from evaluations.reports.models import ImpactReport
from participants.accounts.queries import Role, has_portal_wide_role, has_role
from portal.access.policies import may_view_chain
from programs.programmes.models import Programme


def may_read(user: Any, report: ImpactReport | None = None) -> bool:  # noqa: ARG001  the queryset decided on the row
    return may_view_chain(user)


def may_list(user: Any) -> bool:
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FUNDER, Role.EVALUATOR)


def may_make(user: Any, programme: Programme | None = None) -> bool:
    if programme is None:
        return may_view_chain(user) and Programme.objects.coordinated_by(user).exists()
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    return may_view_chain(user) and Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def may_coordinate(user: Any, report: ImpactReport) -> bool:
    return may_make(user, report.programme)


def may_approve(user: Any, report: ImpactReport) -> bool:
    """Coordinators of the programme; the service and the database keep the hand that froze from approving."""
    return may_make(user, report.programme)


def may_read_file(user: Any, report: ImpactReport) -> bool:
    """Whoever sees the report downloads it: funders only once it is published."""
    return may_view_chain(user) and ImpactReport.objects.visible_to(user).filter(pk=report.pk).exists()
