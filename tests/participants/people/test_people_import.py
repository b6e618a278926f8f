"""Import of people: found by address and similar name, nobody replaced unasked, undone without a trace."""

from datetime import date

import pytest
from django.urls import reverse

from participants.organisations.models import Organisation
from participants.people.models import Affiliation, Person
from portal.tables.models import ImportBatch, ImportRow
from tests.factories.participants import CourtFactory, JurisdictionFactory, PersonFactory

COLUMNS = ["full_name", "email", "function", "organisation", "jurisdiction"]
HEAD = "Name\tE-mail\tFunction\tCourt\tCountry\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiji():
    return JurisdictionFactory(code="FJ", name="Fiji")


@pytest.fixture
def court(fiji):
    return CourtFactory(
        organisation__name="Magistrates’ Court, Ba", organisation__jurisdiction=fiji
    ).organisation


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def url(name, batch):
    return reverse(f"imports:{name}", args=[batch.public_id])


def staged(client, *lines, **params):
    """Rows pasted from a spreadsheet."""
    answer = client.post(
        reverse("imports:new", args=["people"]),
        {"pasted": HEAD + "\n".join(lines), "kind": "court", **params},
    )
    assert answer.status_code == 302, answer.content.decode()
    batch = ImportBatch.objects.latest("pk")
    client.post(url("columns", batch), {f"col-{i}": name for i, name in enumerate(COLUMNS)})
    return batch


def row(batch, number=2):
    return ImportRow.objects.get(batch=batch, number=number)


def pick(client, batch, number=2, **answers):
    client.post(url("rows", batch), {f"r{number}-{name}": answer for name, answer in answers.items()})
    return row(batch, number)


def save(client, batch):
    client.post(url("save", batch), {"part": "ready"})


def test_new_people_are_registered_with_their_affiliation_and_found_by_the_search(client, court):
    batch = staged(client, "Ana Tui\tana@courts.example\tMagistrate\tmagistrates’ court, ba\tFidji")
    save(client, batch)

    person = Person.objects.get(email="ana@courts.example")
    affiliation = person.affiliations.get()
    assert (person.full_name, person.jurisdiction, affiliation.organisation, affiliation.function) == (
        "Ana Tui", court.jurisdiction, court, "Magistrate",
    )  # fmt: skip
    assert "Ana Tui" in client.get("/search/", {"q": "Ana Tui"}).content.decode()


def test_an_address_finds_the_person_and_keeps_what_is_registered(client, court):
    ana = PersonFactory(user=None, full_name="Ana Tui", email="ana@courts.example", function="Magistrate")
    batch = staged(client, "Ana Tuí\tANA@courts.example\tJudge\tMagistrates’ Court, Ba\tFJ")

    page = client.get(url("rows", batch), {"tab": "all"}).content.decode()
    save(client, batch)

    ana.refresh_from_db()
    assert "Keep “Magistrate”" in page
    assert "Replace by “Judge”" in page
    assert (ana.full_name, ana.function, ana.jurisdiction) == ("Ana Tui", "Magistrate", court.jurisdiction)
    assert ana.affiliations.get().organisation == court
    assert Person.objects.filter(full_name__startswith="Ana").count() == 1


def test_each_differing_value_is_replaced_only_if_chosen(client, court):
    ana = PersonFactory(user=None, full_name="Ana Tui", email="ana@courts.example", function="Magistrate")
    batch = staged(client, "Ana Tuí\tana@courts.example\tJudge\t\t")

    pick(client, batch, use_function="file")
    save(client, batch)

    ana.refresh_from_db()
    assert (ana.full_name, ana.function) == ("Ana Tui", "Judge")


def test_a_person_under_a_name_that_somebody_else_has_is_another_person_if_one_says_so(client, court):
    namesake = PersonFactory(
        user=None, full_name="Ana Tui", function="Judge", jurisdiction=court.jurisdiction
    )
    batch = staged(client, "Ana Tui\tana.tui@bar.example\tLawyer\t\tFiji")

    save(client, batch)
    assert row(batch).errors == {"match": {"code": "similar_entry"}}
    assert Person.objects.filter(full_name="Ana Tui").count() == 1
    pick(client, batch, match="new")
    save(client, batch)

    namesake.refresh_from_db()
    assert namesake.function == "Judge"
    assert set(Person.objects.filter(full_name="Ana Tui").values_list("email", "function")) == {
        ("", "Judge"), ("ana.tui@bar.example", "Lawyer"),
    }  # fmt: skip


def test_a_similar_name_asks_in_the_same_jurisdiction_and_not_elsewhere(client, court):
    JurisdictionFactory(code="WS", name="Samoa")
    PersonFactory(user=None, full_name="Josepha Kalsakau", jurisdiction=court.jurisdiction)

    batch = staged(client, "Josefa Kalsakaue\t\t\t\tFiji", "Josefa Kalsakauo\t\t\t\tSamoa")

    assert row(batch, 2).errors == {"match": {"code": "similar_entry"}}
    assert row(batch, 3).errors == {}


def test_an_address_with_another_name_is_asked_about(client, court):
    mele = PersonFactory(full_name="Mele Fonoti")
    batch = staged(client, f"Solange Wamytan\t{mele.user.email}\t\t\t")

    assert row(batch).errors == {"match": {"code": "similar_entry"}}
    assert pick(client, batch, match="new").errors["match"]["code"] == "match_gone" or row(batch).errors
    chosen = pick(client, batch, match=str(mele.public_id))

    assert chosen.status == "unchanged"


def test_two_lines_with_one_address_are_one_person(client, court):
    batch = staged(client, "Ana Tui\tana@courts.example\t\t\t", "A. Tui\tANA@courts.example\t\t\t")

    assert row(batch, 3).errors == {"match": {"code": "repeats", "row": 2}}


def test_an_unknown_court_is_matched_to_a_similar_one_or_created(client, court):
    batch = staged(client, "Ana Tui\t\t\tMagistrate Court Ba\tFiji", "Mere Vai\t\t\tLand Court\tFiji")

    page = client.get(url("rows", batch))
    assert page.context["unknown"] == [("Land Court", 1, []), ("Magistrate Court Ba", 1, [court.name])]
    client.post(url("resolve_names", batch), {"name-0": "+", "name-1": court.name})
    save(client, batch)

    land_court = Organisation.objects.get(name="Land Court")
    assert (land_court.jurisdiction, land_court.court.level) == (court.jurisdiction, "first")
    assert set(Affiliation.objects.values_list("person__full_name", "organisation")) == {
        ("Ana Tui", court.pk), ("Mere Vai", land_court.pk),
    }  # fmt: skip


def test_undo_removes_new_people_and_added_affiliations_and_restores_values(client, court):
    ana = PersonFactory(user=None, full_name="Ana Tui", email="ana@courts.example")
    old = Affiliation.objects.create(
        person=ana, organisation=court, starts=date(2020, 1, 1), ends=date(2021, 1, 1)
    )
    batch = staged(
        client, "Ana Tui\tana@courts.example\tJudge\tMagistrates’ Court, Ba\t",
        "Mere Vai\tmere@courts.example\tClerk\tMagistrates’ Court, Ba\tFiji",
    )  # fmt: skip
    save(client, batch)
    assert Affiliation.objects.count() == 3

    client.post(url("undo", batch))

    ana.refresh_from_db()
    assert ana.function == ""
    assert not Person.objects.filter(full_name="Mere Vai").exists()
    assert list(Affiliation.objects.all()) == [old]


def test_undo_is_refused_when_somebody_changed_a_person_since(client, court):
    batch = staged(client, "Mere Vai\tmere@courts.example\tClerk\t\tFiji")
    save(client, batch)
    mere = Person.objects.get(full_name="Mere Vai")
    edited = {"full_name": "Mere Vai", "email": "mere@courts.example", "function": "Registrar", "revision": 1}
    client.post(reverse("participants:people:edit_person", args=[mere.public_id]), edited)

    client.post(url("undo", batch))

    assert Person.objects.get(full_name="Mere Vai").function == "Registrar"


def test_only_roles_for_the_whole_portal_import_people(client_of, fiji):
    from participants.accounts.models import RoleAssignment
    from tests.factories.participants import RoleFactory

    focal_point = RoleFactory(role=RoleAssignment.Role.FOCAL_POINT, jurisdiction=fiji).user

    assert client_of(focal_point).get(reverse("imports:new", args=["people"])).status_code in (403, 404)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "organisations",
            "Name,Type,Level,Country\nMagistrate Court Ba,court,first,FJ\nLaw Society,bar,,FJ\n",
        ),
        ("jurisdictions", "Country\nFidji\nVanuatu\n"),
    ],
)
def test_organisations_and_jurisdictions_are_found_again_by_name(client, court, kind, text):
    client.post(reverse("imports:new", args=[kind]), {"pasted": text})
    batch = ImportBatch.objects.latest("pk")
    client.post(url("columns", batch), {f"col-{n}": f for n, f in batch.mapping.items()})
    client.post(url("save", batch), {"part": "ready"})

    statuses = [(one.number, one.status) for one in ImportRow.objects.filter(batch=batch).order_by("number")]
    if kind == "organisations":
        assert statuses == [(2, "invalid"), (3, "new")]
        pick(client, batch, match=str(court.public_id))
        assert row(batch).status == "unchanged"
        assert set(Organisation.objects.values_list("name", "kind")) == {
            ("Magistrates’ Court, Ba", "court"), ("Law Society", "bar"),
        }  # fmt: skip
    else:
        assert statuses == [(2, "unchanged"), (3, "new")]
