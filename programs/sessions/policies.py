"""Who may plan sessions and record attendance."""

from portal.access.users import AnyUser
from programs.cohorts import policies as cohorts
from programs.sessions.models import Session


def may_record(user: AnyUser, session: Session) -> bool:
    return cohorts.is_cohort_staff(user, session.cohort)


def may_plan(user: AnyUser, session: Session) -> bool:
    return cohorts.may_coordinate(user, session.cohort)
