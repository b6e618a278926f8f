from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from portal.mail.models import OutgoingMail
from programs.cohorts import services, setup
from programs.cohorts.errors import (
    AlreadyAppliedError,
    ApplicationsClosedError,
    ReasonNeededError,
    SeatUnavailableError,
)
from programs.cohorts.models import CohortApplication, Enrolment, Quota, WaitingListEntry
from programs.cohorts.queries import waiting_status
from programs.cohorts.seats import QuotaRule, WaitingReason
from tests.factories.participants import JurisdictionFactory, PersonFactory
from tests.factories.programs import CohortApplicationFactory, CohortFactory


def apply_for(cohort, jurisdiction, person=None):
    person = person or PersonFactory()
    return services.apply(
        cohort=cohort, person=person, jurisdiction=jurisdiction, language="en", by=person.user
    )


def test_first_come_first_served_fills_the_seats_and_then_the_waiting_list(db):
    cohort = CohortFactory(capacity=2, selection="first_come")
    jurisdiction = JurisdictionFactory()

    states = [apply_for(cohort, jurisdiction).state for _ in range(4)]

    assert states == ["accepted", "accepted", "waiting", "waiting"]
    assert list(WaitingListEntry.objects.values_list("position", flat=True)) == [1, 2]


def test_a_freed_seat_goes_to_the_next_eligible_person_who_is_notified(db):
    cohort = CohortFactory(capacity=1, selection="first_come")
    jurisdiction = JurisdictionFactory()
    seated, first, second = (apply_for(cohort, jurisdiction) for _ in range(3))

    services.withdraw(application=seated, by=seated.person.user)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("accepted", "waiting")
    assert (
        OutgoingMail.objects.filter(to=first.person.user.email, template="programs/seat_given").count() == 1
    )


def test_raising_a_quota_promotes_the_people_it_blocked(db):
    cohort = CohortFactory(capacity=3, selection="first_come")
    jurisdiction = JurisdictionFactory()
    setup.set_quotas(cohort=cohort, quotas={jurisdiction.pk: QuotaRule(0, 1)}, by=None)
    apply_for(cohort, jurisdiction)
    waiting = apply_for(cohort, jurisdiction)
    assert waiting_status(waiting).reason is WaitingReason.QUOTA_FULL

    setup.set_quotas(cohort=cohort, quotas={jurisdiction.pk: QuotaRule(0, 2)}, by=None)

    waiting.refresh_from_db()
    assert waiting.state == "accepted"


def test_accepting_above_capacity_is_rejected_with_the_reason(coordinator):
    cohort = CohortFactory(capacity=1)
    jurisdiction = JurisdictionFactory()
    first, second = (CohortApplicationFactory(cohort=cohort, jurisdiction=jurisdiction) for _ in range(2))
    services.accept(application=first, by=coordinator)

    with pytest.raises(SeatUnavailableError) as raised:
        services.accept(application=second, by=coordinator)

    assert raised.value.code == "seat_full"
    assert Enrolment.objects.filter(cohort=cohort).count() == 1


def test_declining_requires_a_reason_which_is_emailed(coordinator):
    application = CohortApplicationFactory()

    with pytest.raises(ReasonNeededError):
        services.decline(application=application, reason="  ", by=coordinator)
    services.decline(application=application, reason="Nomination missing.", by=coordinator)

    email = OutgoingMail.objects.get(template="programs/declined")
    assert email.context["reason"] == "Nomination missing."


def test_nobody_can_apply_after_the_deadline_or_twice(db):
    jurisdiction, person = JurisdictionFactory(), PersonFactory()
    open_cohort, closed = CohortFactory(), CohortFactory(state="running")
    apply_for(open_cohort, jurisdiction, person)

    with pytest.raises(AlreadyAppliedError):
        apply_for(open_cohort, jurisdiction, person)
    with pytest.raises(ApplicationsClosedError):
        apply_for(closed, jurisdiction, person)


def test_a_person_who_withdrew_can_apply_again_at_the_end_of_the_list(db):
    cohort = CohortFactory(capacity=1, selection="first_come")
    jurisdiction = JurisdictionFactory()
    leaver = apply_for(cohort, jurisdiction)
    next_person = apply_for(cohort, jurisdiction)
    services.withdraw(application=leaver, by=None)

    returned = apply_for(cohort, jurisdiction, leaver.person)

    next_person.refresh_from_db()
    assert (next_person.state, returned.state) == ("accepted", "waiting")
    assert Enrolment.objects.filter(cohort=cohort).seated().count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_concurrent_applications_fill_exactly_the_available_seats():
    cohort = CohortFactory(capacity=5, selection="first_come")
    jurisdiction = JurisdictionFactory()
    Quota.objects.create(cohort=cohort, jurisdiction=jurisdiction, maximum=4)
    people = [PersonFactory() for _ in range(20)]

    def send(person):
        try:
            return apply_for(cohort, jurisdiction, person).state
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        states = list(threads.map(send, people))

    assert sorted(states) == ["accepted"] * 4 + ["waiting"] * 16
    assert sorted(WaitingListEntry.objects.values_list("position", flat=True)) == list(range(1, 17))


@pytest.mark.django_db(transaction=True)
def test_two_concurrent_acceptances_fill_the_last_seat_once(coordinator):
    cohort = CohortFactory(capacity=1)
    jurisdiction = JurisdictionFactory()
    rows = [CohortApplicationFactory(cohort=cohort, jurisdiction=jurisdiction) for _ in range(2)]

    def decide(row):
        try:
            services.accept(application=row, by=coordinator)
        except SeatUnavailableError as error:
            return error.code
        else:
            return "seated"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(decide, rows))

    assert outcomes == ["seat_full", "seated"]
    assert CohortApplication.objects.filter(state="accepted").count() == 1
