"""Who reads the gaps, and who may enter the number of judges that they rest on."""

from typing import Any

from participants.accounts.queries import Role, holds_portal_wide, jurisdictions_of
from participants.organisations.models import Jurisdiction


def may_see_gaps(user: Any, _row: Any = None) -> bool:
    """Shares of money follow people enrolled: only those read them who see enrolments everywhere."""
    return holds_portal_wide(user, Role.COORDINATOR, Role.EVALUATOR)


def places_for(user: Any) -> Any:
    """The jurisdictions whose number of judges the person may enter."""
    if holds_portal_wide(user, Role.COORDINATOR):
        return Jurisdiction.objects.all()
    return Jurisdiction.objects.filter(pk__in=jurisdictions_of(user, Role.FOCAL_POINT, Role.COORDINATOR))


def may_count_judges(user: Any, _row: Any = None) -> bool:
    return places_for(user).exists()
