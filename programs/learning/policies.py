"""Who may take a course and write its units."""

from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from programs.cohorts.models import Enrolment
from programs.curriculum import policies as curriculum
from programs.curriculum.models import Section
from programs.learning.models import Unit


def is_own(user: AnyUser, enrolment: Enrolment) -> bool:
    """The enrolled person, until they withdraw. Staff see progress on other pages, but never anybody's answers."""
    return (
        is_signed_in(user)
        and enrolment.person.user_id == user.pk
        and enrolment.state != Enrolment.State.WITHDRAWN
    )


def may_write_unit(user: AnyUser, unit: Unit) -> bool:
    return curriculum.may_edit_section(user, unit.section)


def may_read_unit_file(user: AnyUser, section: Section) -> bool:
    """People who may open the unit or write the edition may download its file."""
    return Unit.objects.visible_to(user).filter(section=section).exists() or curriculum.may_write(
        user, section.edition
    )
