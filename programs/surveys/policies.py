"""Who may plan, read and answer surveys."""

from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from programs.cohorts import policies as cohorts
from programs.surveys.models import CohortSurvey
from programs.surveys.queries import invitation_of


def may_manage(user: AnyUser, survey: CohortSurvey) -> bool:
    return cohorts.may_coordinate(user, survey.cohort)


def may_read(user: AnyUser, survey: CohortSurvey) -> bool:
    """Staff of the cohort, who see the figures; only coordinators see all comments."""
    return cohorts.is_cohort_staff(user, survey.cohort)


def may_list(user: AnyUser, _survey: CohortSurvey | None = None) -> bool:
    return is_signed_in(user)


def may_answer(user: AnyUser, survey: CohortSurvey) -> bool:
    """People who were invited; being enrolled is not enough, since they may not have been present."""
    return is_signed_in(user) and invitation_of(user, survey) is not None


def may_see_report(user: AnyUser, survey: CohortSurvey) -> bool:
    """Coordinators and authors; `queries.reports_of` selects the reports that they may see."""
    return may_manage(user, survey) or may_answer(user, survey)


def can_manage(user: AnyUser, collection_id: int) -> bool:
    """Coordinators of the cohort may manage the collection of its survey."""
    survey = CohortSurvey.objects.filter(collection=collection_id).select_related("cohort").first()
    return survey is not None and may_manage(user, survey)
