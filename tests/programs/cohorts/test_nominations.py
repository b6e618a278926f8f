"""Enrolling nominated people from a pasted list."""

import pytest
from django.urls import reverse

from participants.invitations.models import AccountInvitation
from portal.mail.models import OutgoingMail
from programs.cohorts import nominations
from programs.cohorts.models import CohortApplication, Enrolment
from tests.factories.participants import JurisdictionFactory, PersonFactory
from tests.factories.programs import CohortApplicationFactory, CohortFactory
from tests.responses import message_levels

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(db):
    cohort = CohortFactory(capacity=2)
    cohort.programme.jurisdictions.add(JurisdictionFactory(name="Fiji"))
    return cohort


def post(client, cohort, people, act="check", **fields):
    address = reverse("programs:cohorts:enrol", args=[cohort.public_id])
    return client.post(address, {"people": people, "language": "en", "act": act, **fields}, follow=True)


def nominated(email, **fields):
    return PersonFactory(user__email=email, jurisdiction=JurisdictionFactory(), **fields)


def test_a_list_is_checked_and_then_enrolled(cohort, coordinator, client_of):
    ana, ben = nominated("ana@court.example"), nominated("ben@court.example")
    decided = CohortApplicationFactory(cohort=cohort, state="declined").person
    people = f"Ana <ANA@court.example>\nben@court.example\n{decided.user.email}\nnew@court.example\nnobody"
    client = client_of(coordinator)

    page = post(client, cohort, people)
    before = Enrolment.objects.count()
    post(client, cohort, people, act="enrol", invite="on")

    assert [row.person for row in page.context["new"]] == [ana, ben]
    assert [row.person for row in page.context["known"]] == [decided]
    assert [row.listed.email for row in page.context["unknown"]] == ["new@court.example"]
    assert [line.raw for line in page.context["form"].invalid] == ["nobody"]
    assert before == 0
    assert {row.person for row in Enrolment.objects.seated()} == {ana, ben}
    assert AccountInvitation.objects.get().email == "new@court.example"


def test_who_finds_no_seat_joins_the_waiting_list_with_the_reason(cohort, coordinator, client_of):
    people = [nominated(f"judge{n}@court.example") for n in range(3)]

    response = post(
        client_of(coordinator), cohort, "\n".join(person.user.email for person in people), act="enrol"
    )

    assert message_levels(response) == ["success", "warning"]
    assert sorted(CohortApplication.objects.values_list("state", flat=True)) == [
        "accepted",
        "accepted",
        "waiting",
    ]


def test_enrolling_the_same_list_twice_changes_nothing(cohort, coordinator, client_of):
    nominated("ana@court.example")

    for _ in range(2):
        post(client_of(coordinator), cohort, "ana@court.example\nnew@court.example", act="enrol", invite="on")

    assert Enrolment.objects.count() == 1
    assert AccountInvitation.objects.count() == 1
    assert OutgoingMail.objects.count() == 2


def test_people_without_a_jurisdiction_get_the_chosen_one(cohort, coordinator, client_of):
    person = PersonFactory(user__email="ana@court.example", jurisdiction=None)
    fiji = cohort.programme.jurisdictions.get()
    client = client_of(coordinator)

    page = post(client, cohort, "ana@court.example")
    post(client, cohort, "ana@court.example", act="enrol", jurisdiction=fiji.pk)

    assert [row.person for row in page.context["without_jurisdiction"]] == [person]
    assert Enrolment.objects.get().jurisdiction == fiji


@pytest.mark.parametrize("state", ["draft", "completed", "cancelled"])
def test_nobody_is_enrolled_into_a_cohort_that_is_not_open(cohort, coordinator, client_of, state):
    nominated("ana@court.example")
    type(cohort).objects.update(state=state)

    response = post(client_of(coordinator), cohort, "ana@court.example", act="enrol")

    assert response.status_code == 422
    assert str(nominations.NotEnrollingError.message) in response.context["form"].errors["__all__"]
    assert not Enrolment.objects.exists()
