"""Who plans surveys, who reads what came out, who answers."""

from typing import Any

from portal.access.policies import may_view_chain
from programs.cohorts import policies as cohorts
from programs.surveys.models import CohortSurvey
from programs.surveys.queries import invitation_of


def may_manage(user: Any, survey: CohortSurvey) -> bool:
    return cohorts.may_coordinate(user, survey.cohort)


def may_read(user: Any, survey: CohortSurvey) -> bool:
    """Coordinators, faculty and mentors of the cohort read the figures; comments are the coordinators'."""
    return cohorts.is_cohort_staff(user, survey.cohort)


def may_list(user: Any, _survey: CohortSurvey | None = None) -> bool:
    return may_view_chain(user)


def may_answer(user: Any, survey: CohortSurvey) -> bool:
    """Whoever was asked. That they have a seat is not enough: they may not have been present."""
    return may_view_chain(user) and invitation_of(user, survey) is not None


def may_see_report(user: Any, survey: CohortSurvey) -> bool:
    """Those who coordinate, and whoever wrote one; which of them, the query says (`queries.reports_of`)."""
    return may_manage(user, survey) or may_answer(user, survey)


def can_manage(user: Any, collection_id: int) -> bool:
    """Whoever coordinates the cohort sees how far the letters of its survey are."""
    survey = CohortSurvey.objects.filter(collection=collection_id).select_related("cohort").first()
    return survey is not None and may_manage(user, survey)
