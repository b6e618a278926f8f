"""Surveys of a cohort: whom they invite and when; and that no response can be linked to its author."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from assessments.collection import reminders
from assessments.collection.models import Answer, Collection, Invitation, Response
from assessments.instruments.builtin_templates import BUILTIN_TEMPLATES
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.instruments.phrases import count_missing
from portal.access.locking import DeletedError
from portal.links.models import SignedLink
from portal.mail.models import OutgoingMail
from programs.cohorts.models import Enrolment
from programs.sessions.models import Attendance
from programs.surveys import services
from programs.surveys.errors import (
    AlreadyPlannedError,
    CancelledError,
    NoLanguageError,
    NoRespondentsError,
    NotOpenError,
    NotPlannedError,
    NotReadyError,
)
from programs.surveys.models import CohortSurvey
from tests.factories import questionnaires
from tests.factories import surveys as make
from tests.factories.programs import CohortFactory, EnrolmentFactory
from tests.racing import two_at_once

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("builtin_template", BUILTIN_TEMPLATES)
def test_builtin_questionnaires_are_translated_into_every_language(builtin_template, coordinator):
    from django.conf import settings

    survey = make.planned(make.ended_cohort(), builtin_template=builtin_template, by=coordinator)

    assert survey.version.is_open
    assert [code for code, _name in settings.LANGUAGES if count_missing(survey.version, code)] == []


def test_builtin_questionnaires_are_stored_once_per_owner():
    first, second = make.ended_cohort(), make.ended_cohort()
    second.programme = first.programme
    second.save()

    versions = {make.planned(cohort).version_id for cohort in (first, second)}

    assert len(versions) == 1
    assert Instrument.objects.filter(builtin_template="course").count() == 1


def test_only_people_who_were_present_are_invited_once():
    session = make.held_session(people=3)
    EnrolmentFactory(cohort=session.cohort)  # was absent
    withdrawn = Attendance.objects.filter(session=session).first().enrolment
    Enrolment.objects.filter(pk=withdrawn.pk).update(state="withdrawn", withdrawn_at=timezone.now())

    survey = make.opened(session.cohort, session, builtin_template="session", audience="present")
    services.invite_added(survey=survey, by=None)

    invited = Invitation.objects.filter(collection=survey.collection)
    assert invited.count() == 2
    assert OutgoingMail.objects.filter(template="assessments/invitation").count() == 2
    assert withdrawn.person.user.email not in invited.values_list("email", flat=True)


def test_people_recorded_as_present_later_can_be_invited():
    session = make.held_session(people=2)
    late = EnrolmentFactory(cohort=session.cohort)
    survey = make.opened(session.cohort, session, builtin_template="session", audience="present")
    Attendance.objects.create(session=session, enrolment=late, minutes=45)

    added, _job = services.invite_added(survey=survey, by=None)

    assert added == 1
    assert Invitation.objects.filter(collection=survey.collection, email=late.person.user.email).exists()


def test_invitations_are_in_the_language_of_the_person():
    cohort = make.ended_cohort(people=0, title="Digital evidence")
    EnrolmentFactory(cohort=cohort, person__user__language="fr")
    make.opened(cohort, builtin_template="transfer")

    email = OutgoingMail.objects.get(template="assessments/invitation")

    assert email.language == "fr"
    assert (email.context["kind"], email.context["about"]) == ("transfer", "Digital evidence")


def test_a_response_stores_neither_jurisdiction_language_nor_person():
    cohort = make.ended_cohort(people=0)
    only = EnrolmentFactory(cohort=cohort, person__user__language="fr")
    survey = make.opened(cohort)
    invitation = Invitation.objects.get(email=only.person.user.email)

    make.answer(invitation, {"useful": "4"}, language="fr")

    response = Response.objects.get(collection=survey.collection)
    assert (response.language, response.jurisdiction, response.court_level, response.invitation) == (
        "",
        None,
        "",
        None,
    )
    assert response.group_code == invitation.group_code == services.PARTICIPANT
    assert response.submitted_at == survey.collection.opens_at
    assert Answer.objects.get(response=response).text == "4"


def test_surveys_open_and_close_automatically():
    session = make.held_session(people=5)
    make.planned(session.cohort, session, builtin_template="session", audience="present", open_days=3)
    make.planned(session.cohort, session, builtin_template="course", days_after=30)  # not yet

    assert services.open_due() == 1
    assert services.open_due() == 0
    survey = CohortSurvey.objects.get(state="open")
    assert survey.collection.closes_at - survey.collection.opens_at == timedelta(days=3)
    assert services.close_due() == 0

    Collection.objects.update(
        opens_at=timezone.now() - timedelta(days=4), closes_at=timezone.now() - timedelta(seconds=1)
    )
    assert services.close_due() == 1
    survey.refresh_from_db()
    assert (survey.state, survey.collection.anonymised_at is not None) == ("closed", True)


def test_a_survey_whose_closing_time_was_moved_stays_open():
    survey = make.opened(make.ended_cohort())

    with pytest.raises(NotOpenError):
        services.close_survey(survey=survey, by=None, only_if_over=True)

    survey.refresh_from_db()
    assert survey.state == "open"
    assert survey.collection.is_open


def test_a_transfer_survey_opens_months_after_the_course():
    cohort = make.ended_cohort()
    survey = make.planned(cohort, builtin_template="transfer", days_after=182)
    assert services.open_due() == 0

    cohort.ends = timezone.localdate() - timedelta(days=184)
    cohort.starts = cohort.ends - timedelta(days=60)
    cohort.save()
    assert services.open_due() == 1
    survey.refresh_from_db()
    assert survey.state == "open"


def test_a_survey_waits_for_attendance_and_lapses_after_two_months():
    session = make.held_session(people=0)
    EnrolmentFactory(cohort=session.cohort)
    survey = make.planned(session.cohort, session, builtin_template="session", audience="present")
    assert services.open_due() == 0
    with pytest.raises(NoRespondentsError):
        services.open_survey(survey=survey, by=None)

    Attendance.objects.create(session=session, enrolment=session.cohort.enrolments.get(), minutes=90)
    session.starts, session.ends = session.starts - timedelta(days=61), session.ends - timedelta(days=61)
    session.save()
    assert services.open_due() == 0  # too long ago to be opened automatically

    services.open_survey(survey=survey, by=None)
    assert Invitation.objects.count() == 1


def test_a_survey_on_a_cancelled_session_cannot_open():
    session = make.held_session()
    survey = make.planned(session.cohort, session, builtin_template="session", audience="present")
    session.cancelled_at = timezone.now()
    session.save()

    assert services.open_due() == 0
    with pytest.raises(CancelledError):
        services.open_survey(survey=survey, by=None)


def test_reminders_go_to_people_who_have_not_responded():
    cohort = make.ended_cohort(people=3)
    survey = make.opened(cohort, open_days=10, reminder_days=[2])
    answered = Invitation.objects.order_by("pk").first()
    make.answer(answered, {"useful": "5"})
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=9))
    Collection.objects.filter(pk=survey.collection_id).update(
        closes_at=timezone.now() + timedelta(days=1, hours=20)
    )
    survey.collection.reminder_plan.set_at = timezone.now() - timedelta(days=9)
    survey.collection.reminder_plan.save()

    reminders.remind_due()

    reminded = set(OutgoingMail.objects.filter(template="assessments/reminder").values_list("to", flat=True))
    assert len(reminded) == 2
    assert answered.email not in reminded


def test_a_questionnaire_is_planned_once_per_subject():
    session = make.held_session()
    make.planned(session.cohort, session, builtin_template="session", audience="present")

    with pytest.raises(AlreadyPlannedError):
        make.planned(session.cohort, session, builtin_template="session", audience="enrolled")
    made = services.plan_surveys(
        cohort=session.cohort, subjects=[session, None], questionnaire="session", audience="enrolled",
        days_after=0, open_days=7, reminder_days=[], by=None,
    )  # fmt: skip

    assert [survey.session for survey in made] == [None]


def test_an_own_questionnaire_is_frozen_and_needs_a_language_of_the_cohort():
    cohort = make.ended_cohort()
    draft = questionnaires.version([("type", "name", "label"), ("text", "why", "Why?")])
    empty = questionnaires.version()

    with pytest.raises(NotReadyError):
        make.planned(cohort, builtin_template=empty)
    survey = make.planned(cohort, builtin_template=draft)
    assert InstrumentVersion.objects.get(pk=draft.pk).is_open
    assert survey.languages == ["en"]
    with pytest.raises(NoLanguageError):
        make.planned(CohortFactory(languages=["ar"]), builtin_template=draft)


def test_an_open_survey_cannot_be_cancelled():
    survey = make.opened(make.ended_cohort())

    with pytest.raises(NotPlannedError):
        services.cancel_survey(survey=survey, by=None)


@pytest.mark.django_db(transaction=True)
def test_a_survey_cancelled_by_somebody_else_cannot_be_opened():
    survey = make.planned(make.ended_cohort())

    outcomes = two_at_once(*[lambda: services.cancel_survey(survey=survey, by=None) for _n in range(2)])

    assert [type(outcome) for outcome in outcomes if outcome is not None] == [DeletedError]
    with pytest.raises(DeletedError):
        services.open_survey(survey=survey, by=None)


@pytest.mark.django_db(transaction=True)
def test_concurrent_requests_open_a_survey_once():
    survey = make.planned(make.ended_cohort(people=4))

    outcomes = two_at_once(*[lambda: services.open_survey(survey=survey, by=None) for _n in range(2)])

    assert [isinstance(outcome, NotPlannedError) for outcome in outcomes].count(True) == 1
    assert Collection.objects.count() == 1
    assert OutgoingMail.objects.filter(template="assessments/invitation").count() == 4


def test_no_value_links_a_response_to_its_author():
    cohort = make.ended_cohort(people=0)
    for language in ("fr", "en", "en", "en"):
        EnrolmentFactory(cohort=cohort, person__user__language=language)
    survey = make.opened(cohort)
    for number, invitation in enumerate(Invitation.objects.order_by("pk"), 1):
        make.answer(invitation, {"useful": str(number)}, language=invitation.language)
    services.close_survey(survey=survey, by=None)

    personal = rows_of(Invitation) | rows_of(SignedLink)
    anonymous = rows_of(Response) | rows_of(Answer)
    questions = {str(pk) for pk in Answer.objects.values_list("question", flat=True)}
    same_for_all = {str(survey.collection_id), services.PARTICIPANT, "", "None", "True", "False", "0", "1"}

    assert personal & anonymous - questions - same_for_all <= {"2", "3", "4"}  # the answers themselves
    assert "fr" not in anonymous


def rows_of(model) -> set[str]:
    """Every value of every row of the table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
        return {str(value) for row in cursor.fetchall() for value in row}
