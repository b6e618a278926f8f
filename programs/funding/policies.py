"""Who reads the gaps, and who may enter the number of judges that they rest on."""

from typing import Any

from participants.accounts.queries import Role, has_portal_wide_role, jurisdictions_of
from participants.organisations.models import Jurisdiction
from portal.access.users import AnyUser


def may_see_gaps(user: AnyUser, _row: Any = None) -> bool:
    """Shares of money follow people enrolled: only those read them who see enrolments everywhere."""
    return has_portal_wide_role(user, Role.COORDINATOR, Role.EVALUATOR)


def jurisdictions_for(user: AnyUser) -> Any:
    """The jurisdictions whose number of judges the person may enter."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return Jurisdiction.objects.all()
    return Jurisdiction.objects.filter(pk__in=jurisdictions_of(user, Role.FOCAL_POINT, Role.COORDINATOR))


def may_record_judge_count(user: AnyUser, _row: Any = None) -> bool:
    return jurisdictions_for(user).exists()
