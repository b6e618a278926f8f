"""Planning, opening and closing surveys. Each takes the survey's row under a lock: beat and a hand may come at once."""

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
from portal.access.rows import DeletedError
from portal.audit import services as audit
from portal.jobs.models import Job
from programs.cohorts.models import Cohort
from programs.sessions.models import Session
from programs.surveys.errors import (
    AlreadyPlannedError,
    CalledOffError,
    NobodyToAskError,
    NoLanguageError,
    NotOpenError,
    NotPlannedError,
    NotReadyError,
)
from programs.surveys.models import CohortSurvey
from programs.surveys.queries import is_lapsed, reachable

State, Audience = CohortSurvey.State, CohortSurvey.Audience
PARTICIPANT = "participant"
GAP_DAYS = 2
SEALED_AT_ONCE = 1000  # answers; a bigger survey is sealed by a job


def lock(survey: CohortSurvey) -> CohortSurvey:
    """The survey's row, locked, with all that it hangs on. Raises `GoneError` where another hand took it back."""
    rows = CohortSurvey.objects.select_for_update(of=("self",)).select_related(
        "session", "cohort", "version__instrument", "collection"
    )
    found = rows.filter(pk=survey.pk).first()
    if found is None:
        raise DeletedError
    return found


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
    """One survey for each subject, a session or (None) the course; those that stand already are left as they are.

    `questionnaire` is an edition, or the name of one of the portal's own
    (`builtin_templates.BUILTIN_TEMPLATES`); it is frozen from here on.
    Raises `NotReadyError`, `NoLanguageError`, `AlreadyPlannedError`.
    """
    version = _frozen(questionnaire, cohort, by)
    languages = _languages(version, cohort)
    made = []
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
            made.append(survey)
    if not made:
        raise AlreadyPlannedError
    return made


def _frozen(questionnaire: InstrumentVersion | str, cohort: Cohort, by: User) -> InstrumentVersion:
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
    faults = opening_issues(version, languages=[version.source_language], anonymity=anonymity, rows=rows)
    if not rows.questions or faults:
        raise NotReadyError(" ".join(faults) or None)
    instruments.freeze(version)
    return version


def _languages(version: InstrumentVersion, cohort: Cohort) -> list[str]:
    """Those of the cohort in which every phrase stands."""
    rows, known = VersionRows(version), dict(settings.LANGUAGES)
    found = [one for one in cohort.languages if one in known and not count_missing(version, one, rows)]
    if not found:
        raise NoLanguageError
    return found


@transaction.atomic
def cancel_survey(*, survey: CohortSurvey, by: User) -> None:
    """Take back what has not been opened. Raises `NotPlannedError`."""
    survey = lock(survey)
    if survey.state != State.PLANNED:
        raise NotPlannedError
    audit.record(by, "survey.taken_back", survey.cohort, survey=str(survey.public_id))
    survey.delete()


@transaction.atomic
def open_survey(*, survey: CohortSurvey, by: User) -> tuple[CohortSurvey, Job | None]:
    """Ask now: a collection, its list, its reminders, and the letters, by a job when they are many.

    Raises `NotPlannedError`, `CalledOffError`, `NobodyToAskError`.
    """
    survey = lock(survey)
    if survey.state != State.PLANNED:
        raise NotPlannedError
    if survey.is_cancelled:
        raise CalledOffError
    people = list(reachable(survey))
    if not people:
        raise NobodyToAskError
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
    _added, job = _ask(survey, people, by)
    if survey.reminder_days:
        reminders.plan(
            collection=survey.collection, days_before=survey.reminder_days, gap_days=GAP_DAYS, by=by
        )
    return survey, job


def anonymity_of(survey: CohortSurvey) -> str:
    """Answers are cut from who gave them, but for reports, which are somebody's."""
    return Collection.Anonymity.NAMED if survey.is_report else Collection.Anonymity.CONFIDENTIAL


@transaction.atomic
def invite_added(*, survey: CohortSurvey, by: User) -> tuple[int, Job | None]:
    """Write to those who have come to be meant since it opened. Raises `NotOpenError`, `CollectionClosedError`."""
    survey = lock(survey)
    if survey.state != State.OPEN:
        raise NotOpenError
    return _ask(survey, list(reachable(survey)), by)


def _ask(survey: CohortSurvey, people: Sequence[Person], by: User) -> tuple[int, Job | None]:
    """Nobody's place or language goes on the list's answers: in a class, either may be a name."""
    assert survey.collection is not None  # noqa: S101  # an open survey has one
    added, _standing = invitations.add_addresses(
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
    """Take no more answers, and cut the last traces between them and those who gave them. Raises `NotOpenError`.

    `only_if_over` is for whoever saw that its time was over: somebody may have moved the close in that moment.
    """
    survey = lock(survey)
    if survey.state != State.OPEN or survey.collection_id is None:
        raise NotOpenError
    # Waits for whoever is sending an answer this moment: see `collection.services.submit`.
    collection = Collection.objects.select_for_update(no_key=True).get(pk=survey.collection_id)
    if only_if_over and collection.is_open:
        raise NotOpenError
    invitations.mark_bounced(collection)
    collecting.end(collection)
    survey.collection, survey.state = collection, State.CLOSED
    survey.save(update_fields=["state", "updated_at"])
    audit.record(by, "survey.closed", survey)
    if collection.invitations.filter(state=Invitation.State.COMPLETE).count() > SEALED_AT_ONCE:
        anonymisation.start(collection, by=by)
    else:
        anonymisation.finalise_anonymisation(collection)
    return survey


def remind(*, survey: CohortSurvey, by: User) -> tuple[int, Job | None]:
    """Write again to those who have not answered. Raises `NotOpenError`, `CollectionClosedError`."""
    if survey.state != State.OPEN or survey.collection is None:
        raise NotOpenError
    return invitations.remind(collection=survey.collection, by=by)


@transaction.atomic
def change_closing_time(*, survey: CohortSurvey, closes_at: datetime, by: User) -> CohortSurvey:
    """Another last moment, for the links too. Raises `NotOpenError`, `CollectionClosedError`, `PastCloseError`."""
    survey = lock(survey)
    if survey.state != State.OPEN or survey.collection is None:
        raise NotOpenError
    survey.collection = invitations.change_closing_time(
        collection=survey.collection, closes_at=closes_at, by=by
    )
    return survey


def open_due() -> int:
    """Beat's part: open what is due, but for what waits for attendance, was called off or lapsed. Returns how many."""
    now = timezone.now()
    ended = Q(session__ends__lte=now) | Q(session=None, cohort__ends__lte=timezone.localdate())
    planned = CohortSurvey.objects.filter(ended, state=State.PLANNED).select_related("session", "cohort")
    due = [
        survey
        for survey in planned
        if survey.due_at <= now and not survey.is_cancelled and not is_lapsed(survey)
    ]
    return sum(_tried(open_survey, survey) for survey in due)


def close_due() -> int:
    """Beat's part: close whose time is over. Returns how many."""
    over = CohortSurvey.objects.filter(state=State.OPEN, collection__closes_at__lte=timezone.now())
    return sum(_tried(partial(close_survey, only_if_over=True), survey) for survey in over)


def _tried(act: Any, survey: CohortSurvey) -> bool:
    """Each in its own transaction; one that cannot be done now, or that another hand did first, stops no other."""
    try:
        act(survey=survey, by=None)
    except DomainError:
        return False
    return True
