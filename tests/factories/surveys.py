"""Surveys of cohorts, planned, opened and answered through the services."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from assessments.collection import services as collecting
from assessments.collection.models import Invitation
from programs.cohorts.models import Cohort
from programs.sessions.models import Attendance, Session
from programs.surveys import services
from programs.surveys.models import CohortSurvey
from tests.factories.programs import CohortFactory, EnrolmentFactory, SessionFactory


def held_session(*, people: int = 6, cohort: Cohort | None = None, **fields) -> Session:
    """A past session at which `people` were present."""
    session = SessionFactory(cohort=cohort or CohortFactory(languages=["en", "fr"]), **fields)
    for _n in range(people):
        enrolment = EnrolmentFactory(cohort=session.cohort)
        Attendance.objects.create(session=session, enrolment=enrolment, minutes=90)
    return session


def ended_cohort(*, people: int = 6, **fields) -> Cohort:
    today = timezone.localdate()
    cohort = CohortFactory(
        languages=["en", "fr"], starts=today - timedelta(days=60), ends=today - timedelta(days=2), **fields
    )
    for _n in range(people):
        EnrolmentFactory(cohort=cohort)
    return cohort


def planned(
    cohort: Cohort,
    *subjects: Session | None,
    builtin_template: str = "course",
    audience: str = "enrolled",
    **fields,
) -> CohortSurvey:
    """Plan surveys and return the first."""
    surveys = services.plan_surveys(
        cohort=cohort, subjects=subjects or [None], questionnaire=builtin_template, audience=audience,
        by=fields.pop("by", None),
        **{"days_after": 0, "open_days": 14, "reminder_days": [7, 2], **fields},
    )  # fmt: skip
    return surveys[0]


def opened(cohort: Cohort, *subjects: Session | None, **fields) -> CohortSurvey:
    survey, _job = services.open_survey(survey=planned(cohort, *subjects, **fields), by=None)
    return survey


def answer(invitation: Invitation, values: Mapping[str, str], *, language: str = "en") -> None:
    """Submit a response; `values` maps the name of each question to its value."""
    collecting.save_draft(
        invitation=invitation, page=1, language=language, values={(n, 0): v for n, v in values.items()}
    )
    collecting.submit(invitation=invitation)


def closed(
    cohort: Cohort, answers: Sequence[Mapping[str, str]], *subjects: Session | None, **fields
) -> CohortSurvey:
    """A closed survey with one response for each of `answers`."""
    survey = opened(cohort, *subjects, **fields)
    invitations = Invitation.objects.filter(collection=survey.collection).order_by("pk")
    for invitation, values in zip(invitations, answers, strict=False):
        answer(invitation, values)
    return services.close_survey(survey=survey, by=None)
