"""Who may read, plan and change programmes."""

from participants.accounts.queries import Role, has_portal_wide_role, is_coordinator
from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from programs.programmes.models import Programme


def may_read(user: AnyUser, _programme: Programme | None = None) -> bool:
    return is_signed_in(user)


def may_create(user: AnyUser) -> bool:
    return is_coordinator(user)


def may_coordinate(user: AnyUser, programme: Programme) -> bool:
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    return is_signed_in(user) and Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def may_see_members(user: AnyUser, programme: Programme) -> bool:
    """People who work on the programme, and evaluators."""
    if has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR):
        return True
    own = Programme.objects.filter(pk__in=Programme.objects.worked_on_by(user))
    return is_signed_in(user) and own.filter(pk=programme.pk).exists()


def may_see_budget(user: AnyUser, programme: Programme) -> bool:
    """Coordinators, evaluators, and those who pay for the programme."""
    return (
        may_coordinate(user, programme)
        or has_portal_wide_role(user, Role.EVALUATOR)
        or Programme.objects.paid_for_by(user).filter(pk=programme.pk).exists()
    )
