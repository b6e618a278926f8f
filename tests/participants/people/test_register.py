"""The register of people: who sees and edits whom, affiliations, similar names, archiving."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from participants.accounts.models import RoleAssignment
from participants.people import errors, services
from participants.people.models import Affiliation, Person
from tests.factories.participants import (
    CourtFactory,
    JurisdictionFactory,
    OrganisationFactory,
    PersonFactory,
    RoleFactory,
)
from tests.racing import two_at_once

Role = RoleAssignment.Role


def url(name, *rows):
    return reverse(f"participants:people:{name}", args=[row.public_id for row in rows])


@pytest.fixture
def fiji(db):
    return JurisdictionFactory(code="FJ", name="Fiji")


@pytest.fixture
def court(fiji):
    return CourtFactory(organisation__name="High Court, Suva", organisation__jurisdiction=fiji).organisation


@pytest.fixture
def focal_point(fiji):
    return RoleFactory(role=Role.FOCAL_POINT, jurisdiction=fiji).user


def fields(client, **typed):
    form = client.get(url("new_person")).context["form"]
    return {"new_id": form.initial["new_id"], "starts": "2026-03-01", **typed}


def test_a_person_is_added_with_affiliation_edited_and_archived_with_a_reason(client_of, coordinator, court):
    client = client_of(coordinator)

    client.post(
        url("new_person"),
        fields(client, full_name="Ana  Tui", email="Ana@Courts.example", organisation=court.pk, function="Magistrate"),
    )  # fmt: skip
    person = Person.objects.get(full_name="Ana Tui")
    client.post(
        url("edit_person", person),
        {"full_name": "Ana Tui-Fonoti", "jurisdiction": court.jurisdiction.pk, "revision": 1},
    )
    client.post(url("archive_person", person), {"reason": "Left the judiciary"})

    person.refresh_from_db()
    affiliation = person.affiliations.get()
    assert (affiliation.organisation, affiliation.function, affiliation.starts) == (
        court, "Magistrate", date(2026, 3, 1),
    )  # fmt: skip
    assert (person.full_name, person.jurisdiction, person.archive_reason) == (
        "Ana Tui-Fonoti", court.jurisdiction, "Left the judiciary",
    )  # fmt: skip
    assert "Ana Tui-Fonoti" not in client.get(url("people")).content.decode()
    assert "Left the judiciary" in client.get(url("person", person)).content.decode()
    client.post(url("restore_person", person))
    assert "Ana Tui-Fonoti" in client.get(url("people")).content.decode()


def test_a_form_that_is_sent_twice_adds_one_person(client_of, coordinator):
    client = client_of(coordinator)
    posted = fields(client, full_name="Ana Tui")

    client.post(url("new_person"), posted)
    client.post(url("new_person"), posted)

    assert Person.objects.filter(full_name="Ana Tui").count() == 1


def test_a_similar_name_is_asked_about_and_what_was_typed_stays(client_of, coordinator, court):
    PersonFactory(user=None, full_name="Josepha Kalsakau")
    client = client_of(coordinator)
    posted = fields(client, full_name="Josefa Kalsakau", function="Magistrate")

    page = client.post(url("new_person"), posted)

    assert page.status_code == 422
    assert "Josepha Kalsakau" in page.content.decode()
    assert 'value="Magistrate"' in page.content.decode()
    client.post(url("new_person"), posted | {"is_another_person": "on"})
    assert Person.objects.filter(full_name__endswith="Kalsakau").count() == 2


def test_two_people_who_add_the_same_name_at_once_add_it_once(transactional_db, coordinator):
    add = partial(services.add_person, by=coordinator, full_name="Ana Tui")

    outcomes = two_at_once(add, add)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LikelyDuplicateError", "Person"]


def test_an_address_belongs_to_one_person_or_account(db, coordinator):
    services.add_person(by=coordinator, full_name="Ana Tui", email="ana@courts.example")

    with pytest.raises(errors.AddressTakenError):
        services.add_person(by=coordinator, full_name="Somebody Else", email="ANA@courts.example")
    with pytest.raises(errors.AddressTakenError):
        services.add_person(by=coordinator, full_name="Third", email=coordinator.email)


def test_a_focal_point_sees_and_adds_people_of_the_jurisdiction_only(client_of, focal_point, court):
    stranger = PersonFactory(user=None, full_name="Stranger")
    elsewhere = OrganisationFactory(jurisdiction=JurisdictionFactory())
    client = client_of(focal_point)

    refused = client.post(url("new_person"), fields(client, full_name="Ana Tui", organisation=elsewhere.pk))
    without = client.post(url("new_person"), fields(client, full_name="Ana Tui"))
    client.post(url("new_person"), fields(client, full_name="Ana Tui", organisation=court.pk))

    assert refused.context["form"].errors["organisation"]
    assert without.context["form"].errors["organisation"]
    listed = client.get(url("people")).content.decode()
    assert "Ana Tui" in listed
    assert "Stranger" not in listed
    assert client.get(url("edit_person", stranger)).status_code == 404


def test_a_focal_point_may_affiliate_but_not_rename_a_person_with_an_account(client_of, focal_point, court):
    person = PersonFactory(full_name="Ana Tui")
    own = Affiliation.objects.create(person=person, organisation=court, starts=date(2026, 1, 1))
    other = Affiliation.objects.create(
        person=person, organisation=OrganisationFactory(), starts=date(2026, 1, 1)
    )
    client = client_of(focal_point)

    assert client.get(url("edit_person", person)).status_code == 403
    assert client.get(url("edit_affiliation", other)).status_code == 403
    client.post(url("end_affiliation", own))

    own.refresh_from_db()
    assert own.ends == timezone.localdate()


def test_the_same_function_in_the_same_dates_is_refused_and_a_later_term_is_not(db, coordinator, court):
    person = PersonFactory()
    add = partial(
        services.add_affiliation, person=person, organisation=court, function="Judge", by=coordinator
    )
    add(starts=date(2020, 1, 1), ends=date(2021, 12, 31))

    with pytest.raises(errors.AffiliationExistsError):
        add(starts=date(2021, 6, 1), ends=None)
    add(starts=date(2022, 1, 1), ends=None)

    assert person.affiliations.count() == 2


def test_a_person_may_see_their_own_page_without_the_register(db, client_of):
    person = PersonFactory(full_name="Ana Tui")
    client = client_of(person.user)

    assert client.get(url("person", person)).status_code == 200
    assert client.get(url("people")).status_code == 403


def test_the_page_of_a_person_names_their_languages(client_of, coordinator):
    person = PersonFactory(languages=["fr", "ar"])

    page = client_of(coordinator).get(url("person", person))

    assert "Français" in page.content.decode()
    assert page.status_code == 200


def test_filters_offer_jurisdictions_that_occur_and_files_have_all_columns(
    client_of, coordinator, fiji, court
):
    JurisdictionFactory(code="WS", name="Samoa")
    person = PersonFactory(user=None, full_name="Ana Tui", jurisdiction=fiji, email="ana@courts.example")
    Affiliation.objects.create(person=person, organisation=court, starts=date(2026, 1, 1))
    client = client_of(coordinator)

    page = client.get(url("people"), {"q": "suva", "jurisdiction": "FJ", "account": "no"})
    csv = client.get(url("people"), {"jurisdiction": "FJ", "export": "csv"}).content.decode()

    assert [row.full_name for row in page.context["listing"].rows] == ["Ana Tui"]
    assert [str(row) for row in page.context["listing"].filterset.form.fields["jurisdiction"].queryset] == [
        "Fiji"
    ]
    assert 'Ana Tui,,"High Court, Suva",Fiji,ana@courts.example,No' in csv


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_costs_the_same_at_any_length(
    client_of, coordinator, court, rows, django_assert_num_queries
):
    for person in PersonFactory.create_batch(rows):
        Affiliation.objects.create(
            person=person, organisation=court, starts=timezone.localdate() - timedelta(days=1)
        )
    client = client_of(coordinator)
    client.get(url("people"))

    with django_assert_num_queries(6):
        client.get(url("people"))
