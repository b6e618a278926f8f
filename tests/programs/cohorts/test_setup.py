"""Creating and changing a cohort: its seats follow, and concurrent edits are detected."""

import pytest
from django.utils import timezone

from portal.access.errors import StaleRevisionError
from portal.search.models import SearchEntry
from programs.cohorts import services, setup
from programs.cohorts.models import Cohort, Enrolment
from tests.factories.participants import JurisdictionFactory
from tests.factories.programs import (
    CohortApplicationFactory,
    CohortFactory,
    EditionFactory,
    EnrolmentFactory,
    ProgrammeFactory,
)

pytestmark = pytest.mark.django_db


def test_a_new_cohort_is_found_by_its_title(coordinator):
    now, today = timezone.now(), timezone.localdate()

    cohort = setup.create_cohort(
        programme=ProgrammeFactory(), edition=EditionFactory(), title="Cohort of the spring", timezone="UTC",
        languages=["en"], capacity=5, opens_at=now, closes_at=now + timezone.timedelta(days=9),
        starts=today + timezone.timedelta(days=20), ends=today + timezone.timedelta(days=30), by=coordinator,
    )  # fmt: skip

    assert SearchEntry.objects.get(target_id=cohort.pk).title == "Cohort of the spring"


def test_more_seats_are_given_to_waiting_people_at_once(coordinator):
    cohort = CohortFactory(capacity=1)
    EnrolmentFactory(cohort=cohort)
    application = CohortApplicationFactory(cohort=cohort, jurisdiction=JurisdictionFactory())
    services.add_to_waiting_list(application=application, by=coordinator)

    setup.save_cohort(cohort=cohort, revision=1, capacity=2, by=coordinator)

    application.refresh_from_db()
    assert application.state == "accepted"
    assert Enrolment.objects.filter(cohort=cohort).seated().count() == 2


def test_seats_that_are_taken_cannot_be_removed(coordinator):
    cohort = CohortFactory(capacity=3)
    EnrolmentFactory.create_batch(2, cohort=cohort)

    with pytest.raises(setup.SeatsTakenError):
        setup.save_cohort(cohort=cohort, revision=1, capacity=1, by=coordinator)

    assert Cohort.objects.get().capacity == 3


def test_the_second_of_two_edits_of_a_cohort_is_rejected(coordinator):
    cohort = CohortFactory()
    setup.save_cohort(cohort=cohort, revision=1, title="Hers", by=coordinator)

    with pytest.raises(StaleRevisionError):
        setup.save_cohort(cohort=cohort, revision=1, title="His", by=coordinator)

    assert Cohort.objects.get().title == "Hers"
