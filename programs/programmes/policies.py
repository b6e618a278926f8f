"""Who may read, plan and change programmes."""

from typing import Any

from participants.accounts.queries import Role, holds, holds_portal_wide
from portal.access.policies import signed_in
from programs.programmes.models import Programme


def may_read(user: Any, _programme: Programme | None = None) -> bool:
    return signed_in(user)


def may_create(user: Any) -> bool:
    return holds(user, Role.COORDINATOR, Role.ADMINISTRATOR)


def may_coordinate(user: Any, programme: Programme) -> bool:
    if holds_portal_wide(user, Role.COORDINATOR):
        return True
    return signed_in(user) and Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def may_see_money(user: Any, programme: Programme) -> bool:
    """Coordinators, evaluators, and those who pay for the programme."""
    return (
        may_coordinate(user, programme)
        or holds_portal_wide(user, Role.EVALUATOR)
        or Programme.objects.paid_for_by(user).filter(pk=programme.pk).exists()
    )
