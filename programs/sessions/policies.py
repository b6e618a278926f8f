"""Who may plan sessions and record attendance."""

from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from programs.cohorts import policies as cohorts
from programs.sessions.models import MeetingList, Session


def may_record(user: AnyUser, session: Session) -> bool:
    return cohorts.is_cohort_staff(user, session.cohort)


def may_import(user: AnyUser, meeting_list: MeetingList) -> bool:
    return may_record(user, meeting_list.session)


def may_plan(user: AnyUser, session: Session) -> bool:
    return cohorts.may_coordinate(user, session.cohort)


def may_enter_code(user: AnyUser, _session: Session | None = None) -> bool:
    """Every user with a person; the service checks whether they are enrolled and gives the reason if not."""
    return is_signed_in(user) and hasattr(user, "person")
