"""Jurisdictions, organisations and courts are set up, corrected, archived and merged in the browser's pages."""

from datetime import date
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from participants.directory import errors, merge_services, services
from participants.directory.forms import OrganisationForm
from participants.organisations.models import Court, Jurisdiction, Organisation
from participants.people.models import Affiliation
from tests.factories.participants import CourtFactory, JurisdictionFactory, OrganisationFactory, PersonFactory
from tests.racing import two_at_once


def url(name, *rows):
    return reverse(f"participants:directory:{name}", args=[row.public_id for row in rows])


def post_at(organisation):
    return Affiliation.objects.create(
        person=PersonFactory(), organisation=organisation, starts=date(2026, 1, 1)
    )


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def test_countries_are_chosen_from_the_list_and_by_a_pasted_list(db, client):
    answer = client.post(url("choose"), {"codes": ["FJ"], "pasted": "Vanuatu, KI"})

    assert answer.url == url("jurisdictions")
    assert set(Jurisdiction.objects.values_list("code", "country", "region", "timezone")) == {
        ("FJ", "FJ", "Melanesia", "Pacific/Fiji"),
        ("VU", "VU", "Melanesia", "Pacific/Efate"),
        ("KI", "KI", "Micronesian Region", "UTC"),
    }


def test_an_unknown_name_keeps_everything_typed_and_selected(db, client):
    page = client.post(url("choose"), {"codes": ["FJ"], "pasted": "Kiribatti"})

    assert page.status_code == 422
    assert 'value="FJ" checked' in page.content.decode()
    assert page.context["form"].errors["pasted"]
    assert not Jurisdiction.objects.exists()


def test_two_coordinators_who_add_the_same_countries_at_once_add_them_once(transactional_db, coordinator):
    add = partial(services.add_countries, codes=["FJ", "WS"], by=coordinator)
    two_at_once(add, add)

    assert sorted(Jurisdiction.objects.values_list("code", flat=True)) == ["FJ", "WS"]


def test_a_court_has_a_level_and_other_organisations_have_none(db, client):
    fiji = JurisdictionFactory()
    fields = {"name": "High Court, Suva", "kind": "court", "jurisdiction": fiji.pk, "revision": 1}

    assert client.post(url("new_organisation"), fields).context["form"].errors["level"]
    client.post(url("new_organisation"), fields | {"level": "appeal"})
    bar = client.post(
        url("new_organisation"), {"name": "Law Society", "kind": "bar", "level": "first", "revision": 1}
    )

    assert Court.objects.get().organisation.name == "High Court, Suva"
    assert bar.context["form"].errors["level"]


def test_a_pasted_list_adds_new_names_and_keeps_the_others_with_their_reason(db, client):
    fiji = JurisdictionFactory()
    OrganisationFactory(name="Tax Court", jurisdiction=fiji)
    text = f"Magistrates’ Court, Ba\ntax court\n\nMagistrates’ Court, Ba\n{'x' * 201}"

    page = client.post(
        url("paste_organisations"), {"kind": "court", "level": "first", "jurisdiction": fiji.pk, "text": text}
    )

    assert Court.objects.get().organisation.name == "Magistrates’ Court, Ba"
    assert len(page.context["form"].errors["text"]) == 3
    assert page.context["form"].data["text"].splitlines()[0] == "tax court"


def test_a_form_that_somebody_else_saved_first_keeps_what_was_typed(db, client, coordinator):
    court = OrganisationFactory(kind="bar", name="Law Society")
    services.save_organisation(
        organisation=court, revision=court.revision, level="", by=coordinator, name="Fiji Law Society"
    )

    page = client.post(
        url("edit_organisation", court), {"name": "The Law Society", "kind": "bar", "revision": 1}
    )

    assert page.status_code == 422
    assert "The Law Society" in page.content.decode()
    assert Organisation.objects.get(pk=court.pk).name == "Fiji Law Society"


def test_an_archived_organisation_leaves_the_choices_and_keeps_its_records(db, client):
    post = post_at(OrganisationFactory())
    client.post(url("archive_organisation", post.organisation))

    assert post.organisation not in Organisation.objects.in_use()
    assert Affiliation.objects.get() == post
    client.post(url("restore_organisation", post.organisation))
    assert post.organisation in Organisation.objects.in_use()


def test_a_jurisdiction_with_active_organisations_is_not_archived(db, coordinator):
    organisation = OrganisationFactory(jurisdiction=JurisdictionFactory())

    with pytest.raises(errors.InUseError):
        services.archive_jurisdiction(jurisdiction=organisation.jurisdiction, by=coordinator)


def test_merging_moves_everything_and_the_old_page_leads_to_the_new_one(db, client, coordinator):
    fiji = JurisdictionFactory()
    kept = CourtFactory(
        organisation__jurisdiction=fiji, organisation__name="Magistrates’ Court, Lautoka"
    ).organisation
    duplicate = CourtFactory(
        organisation__jurisdiction=fiji, organisation__name="Magistrate Court Lautoka"
    ).organisation
    post = post_at(duplicate)

    merge_services.merge_organisations(kept=kept, duplicate=duplicate, by=coordinator)

    post.refresh_from_db()
    assert post.organisation == kept
    assert list(Court.objects.values_list("organisation", flat=True)) == [kept.pk]
    assert client.get(url("organisation", duplicate)).url == url("organisation", kept)
    found = client.get(url("organisations"), {"q": "Magistrate Court Lautoka"})
    assert kept.name in found.content.decode()


def test_two_coordinators_merge_the_same_pair_in_opposite_directions(transactional_db, coordinator):
    fiji = JurisdictionFactory()
    first, second = (OrganisationFactory(jurisdiction=fiji, kind="bar", name=name) for name in ("A", "B"))
    merge = partial(merge_services.merge_organisations, by=coordinator)

    outcomes = two_at_once(
        partial(merge, kept=first, duplicate=second), partial(merge, kept=second, duplicate=first)
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyMergedError", "Merge"]
    assert Organisation.objects.filter(merged_into=None).count() == 1


def test_organisations_of_different_type_are_not_merged(db, coordinator):
    court, funder = OrganisationFactory(kind="court"), OrganisationFactory(kind="funder")

    with pytest.raises(errors.OtherTypeError):
        merge_services.merge_organisations(kept=court, duplicate=funder, by=coordinator)


def test_the_lists_cost_the_same_number_of_queries_at_any_length(db, client, django_assert_max_num_queries):
    for _number in range(30):
        OrganisationFactory()

    for name in ("organisations", "jurisdictions"):
        with django_assert_max_num_queries(12):
            assert client.get(url(name)).status_code == 200


@pytest.mark.parametrize("name", ["choose", "new_jurisdiction", "new_organisation", "paste_organisations"])
def test_only_roles_for_the_whole_portal_change_the_directory(client_of, judge, other_coordinator, name):
    assert client_of(other_coordinator).get(url(name)).status_code == 403
    assert client_of(judge).get(url(name)).status_code == 403


def test_forms_offer_no_archived_row_except_the_one_they_have(db):
    gone, here = JurisdictionFactory(archived_at=timezone.now()), JurisdictionFactory()

    new, existing = OrganisationForm(), OrganisationForm(instance=OrganisationFactory(jurisdiction=gone))

    assert set(new.fields["jurisdiction"].queryset) == {here}
    assert set(existing.fields["jurisdiction"].queryset) == {here, gone}
