"""Who may read, plan and change programmes."""

from typing import Any

from participants.accounts.queries import Role, has_portal_wide_role, has_role
from portal.access.policies import may_view_chain
from programs.programmes.models import Programme


def may_read(user: Any, _programme: Programme | None = None) -> bool:
    return may_view_chain(user)


def may_create(user: Any) -> bool:
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR)


def may_coordinate(user: Any, programme: Programme) -> bool:
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    return may_view_chain(user) and Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def may_see_budget(user: Any, programme: Programme) -> bool:
    """Coordinators, evaluators, and those who pay for the programme."""
    return (
        may_coordinate(user, programme)
        or has_portal_wide_role(user, Role.EVALUATOR)
        or Programme.objects.paid_for_by(user).filter(pk=programme.pk).exists()
    )
