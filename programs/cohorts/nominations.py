"""Enrolling people whom courts or focal points have nominated, from a pasted list of addresses."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import RoleAssignment, User
from participants.invitations import services as invitations
from participants.invitations.lines import Person as ListedPerson
from participants.organisations.models import Jurisdiction
from participants.people.models import Person
from portal.access.errors import DomainError
from portal.audit import services as audit
from programs.cohorts.errors import WAITING_MESSAGES
from programs.cohorts.models import Cohort, CohortApplication, SelectionDecision
from programs.cohorts.queries import seats_of
from programs.cohorts.seats import WaitingReason, waiting_reason
from programs.cohorts.services import add_waiting, give_seat, lock

State = CohortApplication.State


class NotEnrollingError(DomainError):
    code = "not_enrolling"
    message = _("People can be enrolled while the cohort is open or running. Open it first.")


@dataclass(frozen=True)
class Nomination:
    """A line of the list: the person with this address, or None, and the state of an earlier application."""

    listed: ListedPerson
    person: Person | None
    jurisdiction: Jurisdiction | None
    state: str = ""

    @property
    def is_new(self) -> bool:
        return self.person is not None and self.state in ("", State.DRAFT, State.WITHDRAWN, State.SUBMITTED)


@dataclass
class Enrolled:
    """The outcome: people with a seat, and those on the waiting list with the reason."""

    seated: list[Person] = field(default_factory=list)
    waiting: list[tuple[Person, str]] = field(default_factory=list)


def plan(
    *, cohort: Cohort, people: Sequence[ListedPerson], jurisdiction: Jurisdiction | None
) -> list[Nomination]:
    """Who each line is; nothing is changed. `jurisdiction` is for people who have none. Two queries."""
    folded = [listed.email.casefold() for listed in people]
    users = (
        User.objects.annotate(folded=Lower("email"))
        .filter(folded__in=folded, person__isnull=False)
        .select_related("person__jurisdiction")
    )
    persons = {user.email.casefold(): user.person for user in users}
    states = dict(
        CohortApplication.objects.filter(cohort=cohort, person__in=list(persons.values())).values_list(
            "person", "state"
        )
    )
    nominations = []
    for listed in people:
        person = persons.get(listed.email.casefold())
        nominations.append(
            Nomination(
                listed,
                person,
                (person.jurisdiction if person else None) or jurisdiction,
                states.get(person.pk, "") if person else "",
            )
        )
    return nominations


@transaction.atomic
def enrol(
    *,
    cohort: Cohort,
    people: Sequence[ListedPerson],
    jurisdiction: Jurisdiction | None,
    invite: bool,
    language: str,
    by: User,
) -> Enrolled:
    """Enrol everybody in the list who is known; those without a free seat join the waiting list.

    With `invite`, people without an account get an invitation by email. Doing it again changes nothing.
    Raises `NotEnrollingError`.
    """
    cohort = lock(cohort)
    if cohort.state not in (Cohort.State.OPEN, Cohort.State.RUNNING):
        raise NotEnrollingError
    nominations = plan(cohort=cohort, people=people, jurisdiction=jurisdiction)
    outcome = Enrolled()
    for nomination in nominations:
        if nomination.is_new and nomination.person and nomination.jurisdiction:
            _enrol_one(cohort, nomination.person, nomination.jurisdiction, outcome, language=language, by=by)
    unknown = [nomination.listed for nomination in nominations if nomination.person is None]
    if invite and unknown:
        grant = invitations.Grant(RoleAssignment.Role.PARTICIPANT, jurisdiction=jurisdiction)
        invitations.invite(people=unknown, grant=grant, language=language, by=by)
    audit.record(by, "cohort.nominated_enrolled", cohort, people=len(outcome.seated))
    return outcome


def _enrol_one(
    cohort: Cohort, person: Person, jurisdiction: Jurisdiction, outcome: Enrolled, *, language: str, by: User
) -> None:
    application, _created = CohortApplication.objects.get_or_create(
        cohort=cohort, person=person, defaults={"language": language}
    )
    if application.state != State.SUBMITTED:
        application.jurisdiction, application.submitted_at = jurisdiction, timezone.now()
        application.language = application.language or language
        application.state = State.SUBMITTED
        application.save(update_fields=["jurisdiction", "submitted_at", "language", "state", "updated_at"])
    reason = waiting_reason(application.jurisdiction_id, seats_of(cohort))
    if reason is WaitingReason.NONE:
        give_seat(application, outcome=SelectionDecision.Outcome.ACCEPTED, by=by)
        outcome.seated.append(person)
    else:
        add_waiting(application, by=by)
        outcome.waiting.append((person, str(WAITING_MESSAGES[reason])))
