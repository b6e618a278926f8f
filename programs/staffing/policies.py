"""Who may change the members of a programme and the staff of a cohort."""

from portal.access.users import AnyUser
from programs.cohorts import policies as cohorts
from programs.cohorts.models import CohortStaff
from programs.programmes import policies as programmes
from programs.programmes.models import ProgrammeMember


def may_change_member(user: AnyUser, member: ProgrammeMember) -> bool:
    return programmes.may_coordinate(user, member.programme)


def may_change_staff(user: AnyUser, row: CohortStaff) -> bool:
    return cohorts.may_coordinate(user, row.cohort)
