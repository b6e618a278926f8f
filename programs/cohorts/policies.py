"""Who may do what with cohorts, applications and seats."""

from typing import Any

from participants.accounts.queries import Role, has_portal_wide_role, has_role
from portal.access.policies import may_view_chain
from programs.cohorts.models import Cohort, CohortApplication
from programs.programmes.models import Programme


def may_read(user: Any, cohort: Cohort | None = None) -> bool:  # noqa: ARG001  # the queryset decided on the row
    return may_view_chain(user)


def may_create(user: Any, programme: Programme | None = None) -> bool:
    if programme is None:
        return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR)
    return Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def may_coordinate(user: Any, cohort: Cohort) -> bool:
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    return may_view_chain(user) and Cohort.objects.coordinated_by(user).filter(pk=cohort.pk).exists()


def is_cohort_staff(user: Any, cohort: Cohort) -> bool:
    """Coordinators, faculty and mentors of the cohort: they record attendance and see progress."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    return may_view_chain(user) and Cohort.objects.staffed_by(user).filter(pk=cohort.pk).exists()


def may_apply(user: Any, cohort: Cohort | None = None) -> bool:  # noqa: ARG001
    """Anyone with a person of their own; whether the cohort is open is the service's answer, with a reason."""
    return may_view_chain(user) and hasattr(user, "person")


def may_decide(user: Any, application: CohortApplication) -> bool:
    return may_coordinate(user, application.cohort)


def is_applicant(user: Any, application: CohortApplication) -> bool:
    return may_view_chain(user) and application.person.user_id == user.pk
