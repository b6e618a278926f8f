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
from programs.cohorts.seats import WaitingReason
from tests.factories.participants import JurisdictionFactory, PersonFactory
from tests.factories.programs import CohortApplicationFactory, CohortFactory


def apply_for(cohort, jurisdiction, person=None):
    person = person or PersonFactory()
    return services.apply(
        cohort=cohort, person=person, jurisdiction=jurisdiction, language="en", by=person.user
    )


def test_first_come_first_served_seats_up_to_capacity_and_then_the_list(db):
    cohort = CohortFactory(capacity=2, selection="first_come")
    place = JurisdictionFactory()

    states = [apply_for(cohort, place).state for _ in range(4)]

    assert states == ["accepted", "accepted", "waiting", "waiting"]
    assert list(WaitingListEntry.objects.values_list("position", flat=True)) == [1, 2]


def test_a_freed_seat_goes_to_the_next_eligible_person_who_is_told(db):
    cohort = CohortFactory(capacity=1, selection="first_come")
    place = JurisdictionFactory()
    seated, first, second = (apply_for(cohort, place) for _ in range(3))

    services.withdraw(application=seated, by=seated.person.user)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("accepted", "waiting")
    assert (
        OutgoingMail.objects.filter(to=first.person.user.email, template="programs/seat_given").count() == 1
    )


def test_a_wider_quota_promotes_at_once_whom_it_held_back(db):
    cohort = CohortFactory(capacity=3, selection="first_come")
    place = JurisdictionFactory()
    setup.set_quota(cohort=cohort, jurisdiction=place, minimum=0, maximum=1, by=None)
    apply_for(cohort, place)
    held = apply_for(cohort, place)
    assert waiting_status(held).hold is WaitingReason.QUOTA_FULL

    setup.set_quota(cohort=cohort, jurisdiction=place, minimum=0, maximum=2, by=None)

    held.refresh_from_db()
    assert held.state == "accepted"


def test_accepting_above_capacity_is_refused_with_the_rule(coordinator):
    cohort = CohortFactory(capacity=1)
    place = JurisdictionFactory()
    first, second = (CohortApplicationFactory(cohort=cohort, jurisdiction=place) for _ in range(2))
    services.accept(application=first, by=coordinator)

    with pytest.raises(SeatUnavailableError) as refusal:
        services.accept(application=second, by=coordinator)

    assert refusal.value.code == "seat_full"
    assert Enrolment.objects.filter(cohort=cohort).count() == 1


def test_declining_needs_words_that_the_person_reads(coordinator):
    application = CohortApplicationFactory()

    with pytest.raises(ReasonNeededError):
        services.decline(application=application, reason="  ", by=coordinator)
    services.decline(application=application, reason="Nomination missing.", by=coordinator)

    letter = OutgoingMail.objects.get(template="programs/declined")
    assert letter.context["reason"] == "Nomination missing."


def test_nobody_applies_after_the_deadline_or_twice(db):
    place, person = JurisdictionFactory(), PersonFactory()
    open_cohort, closed = CohortFactory(), CohortFactory(state="running")
    apply_for(open_cohort, place, person)

    with pytest.raises(AlreadyAppliedError):
        apply_for(open_cohort, place, person)
    with pytest.raises(ApplicationsClosedError):
        apply_for(closed, place, person)


def test_a_person_who_left_may_come_back_to_the_end_of_the_list(db):
    cohort = CohortFactory(capacity=1, selection="first_come")
    place = JurisdictionFactory()
    leaver = apply_for(cohort, place)
    next_person = apply_for(cohort, place)
    services.withdraw(application=leaver, by=None)

    returned = apply_for(cohort, place, leaver.person)

    next_person.refresh_from_db()
    assert (next_person.state, returned.state) == ("accepted", "waiting")
    assert Enrolment.objects.filter(cohort=cohort).seated().count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_take_exactly_the_seats_there_are():
    cohort = CohortFactory(capacity=5, selection="first_come")
    place = JurisdictionFactory()
    Quota.objects.create(cohort=cohort, jurisdiction=place, maximum=4)
    people = [PersonFactory() for _ in range(20)]

    def send(person):
        try:
            return apply_for(cohort, place, person).state
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        states = list(threads.map(send, people))

    assert sorted(states) == ["accepted"] * 4 + ["waiting"] * 16
    assert sorted(WaitingListEntry.objects.values_list("position", flat=True)) == list(range(1, 17))


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_accepting_at_once_fill_the_last_seat_once(coordinator):
    cohort = CohortFactory(capacity=1)
    place = JurisdictionFactory()
    rows = [CohortApplicationFactory(cohort=cohort, jurisdiction=place) for _ in range(2)]

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
