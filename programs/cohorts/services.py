"""Actions on applications and seats. Each one locks the cohort first; seats are counted only under that lock."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from participants.accounts.models import User
from participants.organisations.models import Jurisdiction
from participants.people.models import Person
from portal.access.users import Actor
from portal.audit import services as audit
from programs.cohorts import emails
from programs.cohorts.errors import (
    AlreadyAppliedError,
    ApplicationsClosedError,
    NotDecidableError,
    ReasonNeededError,
    SeatUnavailableError,
)
from programs.cohorts.models import Cohort, CohortApplication, Enrolment, SelectionDecision, WaitingListEntry
from programs.cohorts.queries import seats_of
from programs.cohorts.seats import WaitingReason, select_promotions, waiting_reason

State = CohortApplication.State
Outcome = SelectionDecision.Outcome
UNDECIDED = (State.SUBMITTED, State.WAITING)


def lock(cohort: Cohort) -> Cohort:
    """Lock the cohort's row, so that the last seat cannot be given twice."""
    return Cohort.objects.select_for_update().get(pk=cohort.pk)


@transaction.atomic
def save_draft(*, cohort: Cohort, person: Person, **fields: Any) -> CohortApplication:
    """Save an incomplete application. Raises `AlreadyAppliedError` if it has been submitted."""
    application, created = CohortApplication.objects.select_for_update().get_or_create(
        cohort=cohort, person=person, defaults=fields
    )
    if application.state not in (State.DRAFT, State.WITHDRAWN):
        raise AlreadyAppliedError
    if not created:
        for name, value in fields.items():
            setattr(application, name, value)
        application.state = State.DRAFT
        application.save(update_fields=[*fields, "state", "updated_at"])
    return application


@transaction.atomic
def apply(
    *, cohort: Cohort, person: Person, jurisdiction: Jurisdiction, language: str, by: User, **fields: Any
) -> CohortApplication:
    """Submit the application. With "first come, first served" it gets a seat or joins the waiting list at once.

    Raises `ApplicationsClosedError`, `AlreadyAppliedError`.
    """
    cohort = lock(cohort)
    if not cohort.accepts_applications:
        raise ApplicationsClosedError
    application = save_draft(
        cohort=cohort, person=person, jurisdiction=jurisdiction, language=language, **fields
    )
    application.state, application.submitted_at = State.SUBMITTED, timezone.now()
    application.save(update_fields=["state", "submitted_at", "updated_at"])
    audit.record(by, "application.submitted", application)
    if cohort.selection == Cohort.Selection.FIRST_COME:
        if waiting_reason(jurisdiction.pk, seats_of(cohort)) is WaitingReason.NONE:
            give_seat(application, outcome=Outcome.ACCEPTED, by=None)
        else:
            add_waiting(application, by=None)
    else:
        emails.send_application_received(application)
    return application


@transaction.atomic
def accept(*, application: CohortApplication, by: User) -> Enrolment:
    """Give the applicant a seat. Raises `NotDecidableError`, `SeatUnavailableError` with the reason."""
    cohort = lock(application.cohort)
    application = _undecided(application)
    reason = waiting_reason(application.jurisdiction_id, seats_of(cohort))
    if reason is not WaitingReason.NONE:
        raise SeatUnavailableError(reason)
    return give_seat(application, outcome=Outcome.ACCEPTED, by=by)


@transaction.atomic
def add_to_waiting_list(*, application: CohortApplication, by: User) -> CohortApplication:
    """Add the application at the end of the list. Raises `NotDecidableError`."""
    lock(application.cohort)
    application = _undecided(application)
    if application.state == State.SUBMITTED:
        add_waiting(application, by=by)
    return application


@transaction.atomic
def decline(*, application: CohortApplication, reason: str, by: User) -> CohortApplication:
    """Decline with a reason that the applicant sees. Raises `NotDecidableError`, `ReasonNeededError`."""
    if not reason.strip():
        raise ReasonNeededError
    cohort = lock(application.cohort)
    application = _undecided(application)
    _close_application(application, State.DECLINED, Outcome.DECLINED, reason=reason, by=by)
    emails.send_declined(application, reason)
    promote_waiting(cohort=cohort)
    return application


@transaction.atomic
def withdraw(*, application: CohortApplication, by: User, reason: str = "") -> CohortApplication:
    """Withdraw the application; a seat goes to the next eligible person. Raises `NotDecidableError`."""
    cohort = lock(application.cohort)
    application = CohortApplication.objects.select_for_update().get(pk=application.pk)
    if application.state in (State.WITHDRAWN, State.DECLINED):
        raise NotDecidableError
    Enrolment.objects.filter(cohort=cohort, person=application.person_id).seated().update(
        state=Enrolment.State.WITHDRAWN, withdrawn_at=timezone.now()
    )
    _close_application(application, State.WITHDRAWN, Outcome.WITHDRAWN, reason=reason, by=by)
    promote_waiting(cohort=cohort)
    return application


@transaction.atomic
def promote_waiting(*, cohort: Cohort) -> list[Enrolment]:
    """Give free seats to the next eligible people on the waiting list; safe to call repeatedly."""
    cohort = lock(cohort)
    if cohort.state not in (Cohort.State.OPEN, Cohort.State.RUNNING):
        return []
    entries = list(
        WaitingListEntry.objects.filter(cohort=cohort)
        .select_related("application__person__user", "application__cohort")
        .order_by("position")
    )
    if not entries:
        return []
    waiting = [entry.application.jurisdiction_id or 0 for entry in entries]
    return [
        give_seat(entries[index].application, outcome=Outcome.PROMOTED, by=None)
        for index in select_promotions(waiting, seats_of(cohort))
    ]


def _undecided(application: CohortApplication) -> CohortApplication:
    fresh = CohortApplication.objects.select_for_update().get(pk=application.pk)
    if fresh.state not in UNDECIDED:
        raise NotDecidableError
    return fresh


def give_seat(application: CohortApplication, *, outcome: str, by: Actor) -> Enrolment:
    """Enrol the applicant. Lock the cohort first. An enrolment withdrawn before is reactivated."""
    WaitingListEntry.objects.filter(application=application).delete()
    application.state = State.ACCEPTED
    application.save(update_fields=["state", "updated_at"])
    SelectionDecision.objects.create(application=application, outcome=outcome, by=by)
    jurisdiction = application.jurisdiction_id or 0  # a constraint ensures it for submitted applications
    enrolment, created = Enrolment.objects.get_or_create(
        cohort_id=application.cohort_id,
        person_id=application.person_id,
        defaults={"jurisdiction_id": jurisdiction},
    )
    if not created:
        enrolment.state, enrolment.withdrawn_at = Enrolment.State.ENROLLED, None
        enrolment.jurisdiction_id, enrolment.enrolled_at = jurisdiction, timezone.now()
        enrolment.save(update_fields=["state", "withdrawn_at", "jurisdiction", "enrolled_at", "updated_at"])
    audit.record(by, f"application.{outcome}", application)
    emails.send_seat_given(application, enrolment)
    return enrolment


def add_waiting(application: CohortApplication, *, by: Actor) -> None:
    """Add the application at the end of the waiting list. Lock the cohort first."""
    last = WaitingListEntry.objects.filter(cohort_id=application.cohort_id).order_by("-position").first()
    WaitingListEntry.objects.create(
        application=application, cohort_id=application.cohort_id, position=last.position + 1 if last else 1
    )
    application.state = State.WAITING
    application.save(update_fields=["state", "updated_at"])
    SelectionDecision.objects.create(application=application, outcome=Outcome.WAITING, by=by)
    audit.record(by, "application.waiting", application)
    emails.send_waiting(application)


def _close_application(
    application: CohortApplication, state: str, outcome: str, *, reason: str, by: User
) -> None:
    WaitingListEntry.objects.filter(application=application).delete()
    application.state = state
    application.save(update_fields=["state", "updated_at"])
    SelectionDecision.objects.create(application=application, outcome=outcome, reason=reason, by=by)
    audit.record(by, f"application.{outcome}", application)
