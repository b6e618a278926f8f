"""Planning, opening and closing surveys. Each action locks the row of the survey: scheduled tasks may run meanwhile."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessments.collection import anonymisation, invitations, reminders
from assessments.collection import services as collecting
from assessments.collection.addresses import Address
from assessments.collection.models import Collection, Invitation
from assessments.instruments import builtin_templates
from assessments.instruments import services as instruments
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.instruments.phrases import count_missing
from assessments.instruments.queries import VersionRows
from assessments.instruments.validation import opening_issues
from participants.accounts.models import User
from participants.people.models import Person
from portal.access.errors import DomainError
from portal.access.locking import DeletedError
from portal.audit import services as audit
from portal.jobs.models import Job
from programs.cohorts.models import Cohort
from programs.sessions.models import Session
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
from programs.surveys.queries import is_lapsed, reachable

State, Audience = CohortSurvey.State, CohortSurvey.Audience
PARTICIPANT = "participant"
GAP_DAYS = 2
MAX_IMMEDIATE = 1000  # responses; with more, the anonymisation runs as a job


def lock(survey: CohortSurvey) -> CohortSurvey:
    """Lock the survey's row and read it with its related rows. Raises `DeletedError` if it has been cancelled."""
    rows = CohortSurvey.objects.select_for_update(of=("self",)).select_related(
        "session", "cohort", "version__instrument", "collection"
    )
    locked = rows.filter(pk=survey.pk).first()
    if locked is None:
        raise DeletedError
    return locked


@transaction.atomic
def plan_surveys(
    *,
    cohort: Cohort,
    subjects: Sequence[Session | None],
    questionnaire: InstrumentVersion | str,
    audience: str,
    days_after: int,
    open_days: int,
    reminder_days: Sequence[int],
    by: User,
) -> list[CohortSurvey]:
    """Plan a survey for each subject, a session or None for the course, unless there already is one.

    `questionnaire` is a version, which is frozen, or the name of a built-in template.
    Raises `NotReadyError`, `NoLanguageError`, `AlreadyPlannedError`.
    """
    version = _frozen_version(questionnaire, cohort, by)
    languages = _languages(version, cohort)
    planned = []
    for session in subjects:
        survey, created = CohortSurvey.objects.get_or_create(
            cohort=cohort,
            session=session,
            version=version,
            defaults={
                "audience": audience,
                "languages": languages,
                "days_after": days_after,
                "open_days": open_days,
                "reminder_days": sorted(set(reminder_days), reverse=True),
            },
        )
        if created:
            audit.record(by, "survey.planned", survey)
            planned.append(survey)
    if not planned:
        raise AlreadyPlannedError
    return planned


def _frozen_version(questionnaire: InstrumentVersion | str, cohort: Cohort, by: User) -> InstrumentVersion:
    if isinstance(questionnaire, str):
        return builtin_templates.get_frozen_version(
            builtin_template=questionnaire, owner=cohort.programme.lead_organisation, by=by
        )
    rows_of = InstrumentVersion.objects.select_for_update(of=("self",)).select_related("instrument")
    version = rows_of.get(pk=questionnaire.pk)
    if version.is_open:
        return version
    rows = VersionRows(version)
    anonymity = "named" if version.instrument.kind == Instrument.Kind.EXCHANGE else "confidential"
    issues = opening_issues(version, languages=[version.source_language], anonymity=anonymity, rows=rows)
    if not rows.questions or issues:
        raise NotReadyError(" ".join(issues) or None)
    instruments.freeze(version)
    return version


def _languages(version: InstrumentVersion, cohort: Cohort) -> list[str]:
    """The languages of the cohort in which the questionnaire is complete. Raises `NoLanguageError`."""
    rows, interface_languages = VersionRows(version), dict(settings.LANGUAGES)
    complete = [
        language
        for language in cohort.languages
        if language in interface_languages and not count_missing(version, language, rows)
    ]
    if not complete:
        raise NoLanguageError
    return complete


@transaction.atomic
def cancel_survey(*, survey: CohortSurvey, by: User) -> None:
    """Delete a survey that has not been opened. Raises `NotPlannedError`."""
    survey = lock(survey)
    if survey.state != State.PLANNED:
        raise NotPlannedError
    audit.record(by, "survey.cancelled", survey.cohort, survey=str(survey.public_id))
    survey.delete()


@transaction.atomic
def open_survey(*, survey: CohortSurvey, by: User) -> tuple[CohortSurvey, Job | None]:
    """Open the survey: create its collection, plan reminders and send invitations, as a job if there are many.

    Raises `NotPlannedError`, `CancelledError`, `NoRespondentsError`.
    """
    survey = lock(survey)
    if survey.state != State.PLANNED:
        raise NotPlannedError
    if survey.is_cancelled:
        raise CancelledError
    people = list(reachable(survey))
    if not people:
        raise NoRespondentsError
    now = timezone.now()
    survey.collection = Collection.objects.create(
        version=survey.version,
        subject=survey.subject[:250],
        opens_at=now,
        closes_at=now + timedelta(days=survey.open_days),
        anonymity=anonymity_of(survey),
        languages=survey.languages,
    )
    survey.state = State.OPEN
    survey.save(update_fields=["collection", "state", "updated_at"])
    audit.record(by, "survey.opened", survey)
    _added, job = _invite(survey, people, by)
    if survey.reminder_days:
        reminders.plan(
            collection=survey.collection, days_before=survey.reminder_days, gap_days=GAP_DAYS, by=by
        )
    return survey, job


def anonymity_of(survey: CohortSurvey) -> str:
    """Confidential, so that responses are anonymised, except for reports, which have an author."""
    return Collection.Anonymity.NAMED if survey.is_report else Collection.Anonymity.CONFIDENTIAL


@transaction.atomic
def invite_added(*, survey: CohortSurvey, by: User) -> tuple[int, Job | None]:
    """Invite people who have joined the audience since the opening. Raises `NotOpenError`, `CollectionClosedError`."""
    survey = lock(survey)
    if survey.state != State.OPEN:
        raise NotOpenError
    return _invite(survey, list(reachable(survey)), by)


def _invite(survey: CohortSurvey, people: Sequence[Person], by: User) -> tuple[int, Job | None]:
    """Add the people and send invitations, without jurisdiction: in a small class it could identify a person."""
    assert survey.collection is not None  # noqa: S101  # an open survey has one
    added, _existing = invitations.add_addresses(
        collection=survey.collection, addresses=[_address(person, survey) for person in people], by=by
    )
    _waiting, job = invitations.invite(collection=survey.collection, by=by)
    return added, job


def _address(person: Person, survey: CohortSurvey) -> Address:
    user = person.user
    assert user is not None  # noqa: S101  # `target_people` selects people with an account
    language = user.language if user.language in survey.languages else survey.languages[0]
    return Address(0, "", user.email, person.full_name, PARTICIPANT, None, language)


@transaction.atomic
def close_survey(*, survey: CohortSurvey, by: User, only_if_over: bool = False) -> CohortSurvey:
    """Close the survey and anonymise its responses. Raises `NotOpenError`.

    `only_if_over` is for the scheduled task: the closing time may have been moved since its query.
    """
    survey = lock(survey)
    if survey.state != State.OPEN or survey.collection_id is None:
        raise NotOpenError
    # Waits for responses that are being submitted: see `collection.services.submit`.
    collection = Collection.objects.select_for_update(no_key=True).get(pk=survey.collection_id)
    if only_if_over and collection.is_open:
        raise NotOpenError
    invitations.mark_bounced(collection)
    collecting.end(collection)
    survey.collection, survey.state = collection, State.CLOSED
    survey.save(update_fields=["state", "updated_at"])
    audit.record(by, "survey.closed", survey)
    if collection.invitations.filter(state=Invitation.State.COMPLETE).count() > MAX_IMMEDIATE:
        anonymisation.start(collection, by=by)
    else:
        anonymisation.finalise_anonymisation(collection)
    return survey


def remind(*, survey: CohortSurvey, by: User) -> tuple[int, Job | None]:
    """Send a reminder to people who have not responded. Raises `NotOpenError`, `CollectionClosedError`."""
    if survey.state != State.OPEN or survey.collection is None:
        raise NotOpenError
    return invitations.remind(collection=survey.collection, by=by)


@transaction.atomic
def change_closing_time(*, survey: CohortSurvey, closes_at: datetime, by: User) -> CohortSurvey:
    """Move the closing time, also of the links. Raises `NotOpenError`, `CollectionClosedError`, `PastCloseError`."""
    survey = lock(survey)
    if survey.state != State.OPEN or survey.collection is None:
        raise NotOpenError
    survey.collection = invitations.change_closing_time(
        collection=survey.collection, closes_at=closes_at, by=by
    )
    return survey


def open_due() -> int:
    """Open surveys that are due, not cancelled and not lapsed; returns how many. Called by the scheduled task."""
    now = timezone.now()
    ended = Q(session__ends__lte=now) | Q(session=None, cohort__ends__lte=timezone.localdate())
    planned = CohortSurvey.objects.filter(ended, state=State.PLANNED).select_related("session", "cohort")
    due = [
        survey
        for survey in planned
        if survey.due_at <= now and not survey.is_cancelled and not is_lapsed(survey)
    ]
    return sum(_succeeds(open_survey, survey) for survey in due)


def close_due() -> int:
    """Close surveys whose closing time has passed; returns how many. Called by the scheduled task."""
    over = CohortSurvey.objects.filter(state=State.OPEN, collection__closes_at__lte=timezone.now())
    return sum(_succeeds(partial(close_survey, only_if_over=True), survey) for survey in over)


def _succeeds(action: Any, survey: CohortSurvey) -> bool:
    """Run the action in its own transaction; an error must not stop the other surveys."""
    try:
        action(survey=survey, by=None)
    except DomainError:
        return False
    return True
