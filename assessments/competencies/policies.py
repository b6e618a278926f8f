"""Who edits frameworks: the portal's coordinators the common core; the owner or jurisdiction an addition."""

from typing import Any

from assessments.competencies.models import BehaviouralIndicator, Competency, Framework, FrameworkVersion
from assessments.competencies.profile_models import RoleProfile
from participants.accounts.queries import Role, has_portal_wide_role, jurisdictions_of, organisations_of
from participants.organisations.models import Jurisdiction
from portal.access.policies import is_signed_in as may_read
from portal.access.users import AnyUser

__all__ = ["may_read"]


def may_write(user: AnyUser, framework: Framework) -> bool:
    """Owners of an addition cannot change the framework that it extends."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    if framework.extends_id is None:
        return False
    return framework.owner_id in organisations_of(
        user, Role.COORDINATOR
    ) or framework.jurisdiction_id in jurisdictions_of(user, Role.FOCAL_POINT, Role.COORDINATOR)


def may_write_edition(user: AnyUser, version: FrameworkVersion) -> bool:
    return may_write(user, version.framework)


def may_write_competency(user: AnyUser, competency: Competency) -> bool:
    return may_write(user, competency.version.framework)


def may_write_behaviour(user: AnyUser, behaviour: BehaviouralIndicator) -> bool:
    return may_write(user, behaviour.competency.version.framework)


def may_write_profile(user: AnyUser, profile: RoleProfile) -> bool:
    return may_write(user, profile.version.framework)


def may_add(user: AnyUser, _row: Any = None) -> bool:
    """Those who may create an addition for a jurisdiction."""
    return jurisdictions_for(user).exists()


def may_import(user: AnyUser, _row: Any = None) -> bool:
    return has_portal_wide_role(user, Role.COORDINATOR)


def jurisdictions_for(user: AnyUser) -> Any:
    if has_portal_wide_role(user, Role.COORDINATOR):
        return Jurisdiction.objects.all()
    return Jurisdiction.objects.filter(pk__in=jurisdictions_of(user, Role.FOCAL_POINT, Role.COORDINATOR))
