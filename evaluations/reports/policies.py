"""Permissions to create, approve and read reports."""

from evaluations.reports.models import ImpactReport
from participants.accounts.queries import Role, has_portal_wide_role, has_role
from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from programs.programmes.models import Programme


def may_read(user: AnyUser, report: ImpactReport | None = None) -> bool:  # noqa: ARG001  the queryset decided on the row
    return is_signed_in(user)


def may_list(user: AnyUser) -> bool:
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FUNDER, Role.EVALUATOR)


def may_create(user: AnyUser, programme: Programme | None = None) -> bool:
    if programme is None:
        return is_signed_in(user) and Programme.objects.coordinated_by(user).exists()
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    return is_signed_in(user) and Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def may_coordinate(user: AnyUser, report: ImpactReport) -> bool:
    return may_create(user, report.programme)


def may_approve(user: AnyUser, report: ImpactReport) -> bool:
    """Coordinators of the programme. The service and a constraint keep who froze the figures from approving."""
    return may_create(user, report.programme)


def may_read_file(user: AnyUser, report: ImpactReport) -> bool:
    """Whoever may see the report may download its files; funders only once it is published."""
    return is_signed_in(user) and ImpactReport.objects.visible_to(user).filter(pk=report.pk).exists()
