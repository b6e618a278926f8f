"""The catalogue says why a person cannot take a course."""

import pytest
from django.urls import reverse

from programs.cohorts import services
from programs.cohorts.eligibility import Course, Obstacle, obstacle_for
from tests.factories.participants import JurisdictionFactory, PersonFactory
from tests.factories.programs import CohortApplicationFactory, CohortFactory, EnrolmentFactory

CATALOGUE = "programs:cohorts:catalogue"


@pytest.mark.parametrize(
    ("jurisdiction", "languages", "free", "obstacle"),
    [
        (1, {"en"}, 1, None),
        (3, {"en"}, 1, Obstacle.JURISDICTION),
        (1, {"ar"}, 1, Obstacle.LANGUAGE),
        (1, {"en"}, 0, Obstacle.FULL),
        (3, {"ar"}, 0, Obstacle.JURISDICTION),
        (None, set(), 1, None),
    ],
)
def test_the_first_obstacle_is_named_and_unknown_facts_are_none(jurisdiction, languages, free, obstacle):
    course = Course([1, 2], ["en", "fr"], free)

    assert obstacle_for(course, jurisdiction=jurisdiction, languages=languages) == obstacle


def test_courses_of_other_jurisdictions_come_last_and_are_not_counted(coordinator, client_of):
    here, elsewhere = JurisdictionFactory(), JurisdictionFactory()
    person = PersonFactory(jurisdiction=here)
    other, own, full = CohortFactory(), CohortFactory(), CohortFactory(capacity=1)
    other.programme.jurisdictions.add(elsewhere)
    own.programme.jurisdictions.add(here)
    EnrolmentFactory(cohort=full)
    application = CohortApplicationFactory(cohort=full, jurisdiction=here)
    services.add_to_waiting_list(application=application, by=coordinator)

    page = client_of(person.user).get(reverse(CATALOGUE))

    entries = {entry.cohort: entry for entry, _state in page.context["rows"]}
    assert list(entries)[-1] == other
    assert entries[other].obstacle == Obstacle.JURISDICTION
    assert (entries[full].obstacle, entries[full].waiting) == (Obstacle.FULL, 1)
    assert entries[own].obstacle is None
    assert page.context["open_to_reader"] == 2
    cohort_page = client_of(person.user).get(reverse("programs:cohorts:cohort", args=[other.public_id]))
    assert reverse("programs:cohorts:apply", args=[other.public_id]) not in cohort_page.content.decode()


@pytest.mark.parametrize("rows", [1, 10])
def test_the_catalogue_has_a_constant_number_of_queries(db, client, rows, django_assert_max_num_queries):
    CohortFactory.create_batch(rows)

    with django_assert_max_num_queries(6):
        client.get(reverse(CATALOGUE))
