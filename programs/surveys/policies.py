"""Who plans surveys, who reads what came out, who answers."""

from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from programs.cohorts import policies as cohorts
from programs.surveys.models import CohortSurvey
from programs.surveys.queries import invitation_of


def may_manage(user: AnyUser, survey: CohortSurvey) -> bool:
    return cohorts.may_coordinate(user, survey.cohort)


def may_read(user: AnyUser, survey: CohortSurvey) -> bool:
    """Coordinators, faculty and mentors of the cohort read the figures; comments are the coordinators'."""
    return cohorts.is_cohort_staff(user, survey.cohort)


def may_list(user: AnyUser, _survey: CohortSurvey | None = None) -> bool:
    return is_signed_in(user)


def may_answer(user: AnyUser, survey: CohortSurvey) -> bool:
    """Whoever was asked. That they have a seat is not enough: they may not have been present."""
    return is_signed_in(user) and invitation_of(user, survey) is not None


def may_see_report(user: AnyUser, survey: CohortSurvey) -> bool:
    """Those who coordinate, and whoever wrote one; which of them, the query says (`queries.reports_of`)."""
    return may_manage(user, survey) or may_answer(user, survey)


def can_manage(user: AnyUser, collection_id: int) -> bool:
    """Whoever coordinates the cohort sees how far the letters of its survey are."""
    survey = CohortSurvey.objects.filter(collection=collection_id).select_related("cohort").first()
    return survey is not None and may_manage(user, survey)
