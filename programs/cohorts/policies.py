"""Who may read, coordinate and apply to cohorts."""

from participants.accounts.queries import Role, has_portal_wide_role, is_coordinator
from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from programs.cohorts.message_models import CohortMessage
from programs.cohorts.models import Cohort, CohortApplication
from programs.programmes.models import Programme


def may_read(user: AnyUser, cohort: Cohort | None = None) -> bool:  # noqa: ARG001  # `visible_to` has selected the row
    return is_signed_in(user)


def may_see_catalogue(_user: AnyUser, _cohort: Cohort | None = None) -> bool:
    """Everyone, also without an account: the catalogue and the pages of the cohorts in it are public."""
    return True


def may_create(user: AnyUser, programme: Programme | None = None) -> bool:
    if programme is None:
        return is_coordinator(user)
    return Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()


def may_coordinate(user: AnyUser, cohort: Cohort) -> bool:
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    return is_signed_in(user) and Cohort.objects.coordinated_by(user).filter(pk=cohort.pk).exists()


def is_cohort_staff(user: AnyUser, cohort: Cohort) -> bool:
    """Whether the user is coordinator, faculty or mentor of the cohort: they record attendance and see progress."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return True
    return is_signed_in(user) and Cohort.objects.staffed_by(user).filter(pk=cohort.pk).exists()


def may_apply(user: AnyUser, cohort: Cohort | None = None) -> bool:  # noqa: ARG001
    """Every user with a person; the service checks whether the cohort is open and gives the reason if not."""
    return is_signed_in(user) and hasattr(user, "person")


def may_decide(user: AnyUser, application: CohortApplication) -> bool:
    return may_coordinate(user, application.cohort)


def may_write_message(user: AnyUser, message: CohortMessage) -> bool:
    return may_coordinate(user, message.cohort)


def is_applicant(user: AnyUser, application: CohortApplication) -> bool:
    return is_signed_in(user) and application.person.user_id == user.pk
