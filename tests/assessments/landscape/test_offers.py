"""Training offers: edited by their organisation or coordinators, read by planners, imported row by row."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments.landscape import services
from assessments.landscape.models import ExternalProgramme
from portal.audit.models import AuditEntry
from portal.search.models import SearchEntry
from portal.tables.models import ImportBatch, ImportRow
from programs.curriculum.models import CoverageCell
from programs.programmes.models import ProgrammeEdition
from tests.factories.assessments import framework
from tests.factories.landscape import offer as make_offer
from tests.factories.participants import JurisdictionFactory, OrganisationFactory, RoleFactory
from tests.factories.programs import EditionFactory, ProgrammeFactory
from tests.responses import saved_by_others

pytestmark = pytest.mark.django_db
LIST = "assessments:landscape:offers"


@pytest.fixture
def competencies(db):
    return {competency.code: competency for competency in framework().competencies.filter(kind="competency")}


@pytest.fixture
def fiji(db):
    return JurisdictionFactory(code="FJ", name="Fiji")


def url(name, row):
    return reverse(f"assessments:landscape:{name}", args=[row.public_id])


def titles(client, **query):
    return {row.title for row in client.get(reverse(LIST), query).context["listing"].rows}


def test_the_list_filters_by_competency_jurisdiction_language_and_period(
    coordinator, client_of, competencies, fiji
):
    today = timezone.localdate()
    competency = competencies["D1.1"]
    make_offer(title="Here", competencies=[competency], jurisdictions=[fiji])
    make_offer(title="French", languages=["fr"], competencies=[competency])
    make_offer(title="Over", starts=today - timedelta(days=90), ends=today - timedelta(days=60))
    make_offer(title="Gone", withdrawn_at=timezone.now())
    client = client_of(coordinator)

    assert titles(client) == {"Here", "French"}
    assert titles(client, jurisdiction="FJ") == {"Here"}
    assert titles(client, language="fr") == {"French"}
    assert titles(client, competency="D1.1") == {"Here", "French"}
    assert titles(client, shown="over") == {"Over"}
    assert titles(client, shown="withdrawn") == {"Gone"}
    assert titles(client, from_day=(today - timedelta(days=70)).isoformat(), to_day=today.isoformat()) == {
        "Over"
    }


def test_an_organisation_registers_its_own_offer_and_no_other(client_of, competencies, fiji):
    own, foreign = OrganisationFactory(), make_offer()
    client = client_of(RoleFactory(role="coordinator", organisation=own).user)
    typed = {
        "title": "Mediation", "organisation": own.pk, "starts": "2027-01-01", "ends": "2027-01-05", "mode": "onsite",
        "jurisdictions": [fiji.pk], "languages": ["en"], "competencies": [competencies["D1.1"].pk],
        "last_confirmed_on": "2026-11-01",
    }  # fmt: skip

    refused = client.post(
        reverse("assessments:landscape:new"), {**typed, "organisation": foreign.organisation_id}
    )
    saved = client.post(reverse("assessments:landscape:new"), typed)

    made = ExternalProgramme.objects.get(title="Mediation")
    assert (refused.status_code, saved.url) == (422, url("offer", made))
    assert client.post(url("edit", foreign)).status_code == 403
    assert client.post(url("withdraw", foreign)).status_code == 403


def test_the_map_requires_permission_and_hides_withdrawn_offers(judge, client, client_of, evaluator):
    gone = make_offer(withdrawn_at=timezone.now())

    assert client.get(reverse(LIST)).status_code == 302
    assert client_of(judge).get(reverse(LIST)).status_code == 403
    assert client_of(evaluator).get(url("offer", gone)).status_code == 404
    assert client_of(evaluator).post(url("edit", make_offer())).status_code == 403


def test_concurrent_edits_are_detected(coordinator, client_of, competencies, fiji):
    offer = make_offer(competencies=[competencies["D1.1"]], jurisdictions=[fiji])
    typed = {
        "title": "Mine", "organisation": offer.organisation_id, "starts": "2027-01-01", "ends": "2027-01-05",
        "mode": "onsite", "jurisdictions": [fiji.pk], "languages": ["en"], "competencies": [competencies["D1.1"].pk],
        "last_confirmed_on": "2026-11-01", "revision": 1,
    }  # fmt: skip
    client = client_of(coordinator)
    client.post(url("edit", offer), {**typed, "title": "Theirs"})

    clash = client.post(url("edit", offer), typed)

    assert clash.status_code == 422
    assert saved_by_others(clash) == {"title": "Theirs"}


def test_texts_of_an_offer_are_escaped_in_page_and_export(coordinator, client_of):
    offer = make_offer(title="=cmd()<script>x</script>")
    client = client_of(coordinator)

    assert "<script>x" not in client.get(url("offer", offer)).content.decode()
    assert "'=cmd()" in client.get(reverse(LIST), {"export": "csv"}).content.decode()


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_has_constant_queries(
    coordinator, client_of, competencies, fiji, rows, django_assert_num_queries
):
    for _number in range(rows):
        make_offer(competencies=competencies.values(), jurisdictions=[fiji])
    client = client_of(coordinator)
    client.get(reverse(LIST))

    with django_assert_num_queries(13):
        response = client.get(reverse(LIST))

    assert response.context["listing"].total == rows


# --- import -------------------------------------------------------------------------------------------

HEAD = "title,starts,ends,competencies,jurisdictions,languages,number"
COLUMNS = ["title", "starts", "ends", "competencies", "jurisdictions", "languages", "source_id"]


def staged(client, organisation, *lines, head=HEAD):
    file = SimpleUploadedFile("offers.csv", "\n".join([head, *lines]).encode(), "text/csv")
    answer = client.post(
        reverse("imports:new", args=["offers"]), {"organisation": organisation.pk, "file": file}
    )
    assert answer.status_code == 302, answer.content.decode()
    batch = ImportBatch.objects.latest("pk")
    client.post(
        reverse("imports:columns", args=[batch.public_id]), {f"col-{i}": n for i, n in enumerate(COLUMNS)}
    )
    return batch


def save(client, batch):
    client.post(reverse("imports:save", args=[batch.public_id]), {"part": "ready"})


def test_a_file_imports_offers_and_reports_unknown_codes(coordinator, client_of, competencies, fiji):
    client, owner = client_of(coordinator), OrganisationFactory()
    batch = staged(
        client, owner, "Good,2027-01-01,2027-02-01,D1.1; D1.2,fj,English,7",
        "Bad day,01/02/2027,2027-02-01,D1.1,FJ,en,",
        "Bad code,2027-01-01,2027-02-01,D1.1;ZZ9,FJ,en,", "Backwards,2027-02-01,2027-01-01,D1.1,FJ,en,",
    )  # fmt: skip

    errors = {row.number: row.errors for row in ImportRow.objects.filter(batch=batch)}
    save(client, batch)

    assert errors[2] == {}
    assert errors[3]["starts"]["code"] == "no_date"
    assert errors[4]["competencies"] == {"code": "unknown_codes", "value": "ZZ9"}
    assert errors[5]["ends"]["code"] == "ends_before_start"
    made = ExternalProgramme.objects.get()
    assert (made.title, made.organisation, made.languages) == ("Good", owner, ["en"])
    assert {competency.code for competency in made.competencies.all()} == {"D1.1", "D1.2"}


def test_importing_again_changes_nothing_and_updates_match_by_number(
    coordinator, client_of, competencies, fiji
):
    client, owner = client_of(coordinator), OrganisationFactory()
    line = "Good,2027-01-01,2027-02-01,D1.1,FJ,en,7"
    save(client, staged(client, owner, line))

    again = staged(client, owner, line)
    status = ImportRow.objects.get(batch=again).status
    save(client, staged(client, owner, "Better,2027-01-01,2027-03-01,D1.1,FJ,en,7"))

    made = ExternalProgramme.objects.get()
    assert (status, made.title, made.ends.isoformat()) == ("unchanged", "Better", "2027-03-01")


def test_importing_requires_permission_for_the_organisation(client_of, judge, competencies):
    client = client_of(RoleFactory(role="coordinator", organisation=OrganisationFactory()).user)
    file = SimpleUploadedFile("offers.csv", HEAD.encode(), "text/csv")

    other = client.post(
        reverse("imports:new", args=["offers"]), {"organisation": OrganisationFactory().pk, "file": file}
    )
    stranger = client_of(judge).get(reverse("imports:new", args=["offers"]))

    assert other.status_code == 422
    assert stranger.status_code in (403, 404)


def test_an_invalid_workbook_is_rejected(coordinator, client_of):
    file = SimpleUploadedFile("offers.xlsx", b"PK\x03\x04 not a workbook")

    answer = client_of(coordinator).post(
        reverse("imports:new", args=["offers"]), {"organisation": OrganisationFactory().pk, "file": file}
    )

    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


# --- compared with our own programmes ---------------------------------------------------------------


def planned(coordinator, competencies, jurisdiction, **fields):
    programme = ProgrammeFactory(state="design", **fields)
    programme.jurisdictions.add(jurisdiction)
    edition = EditionFactory()
    for competency in competencies:
        CoverageCell.objects.create(edition=edition, competency=competency, depth="assesses")
    ProgrammeEdition.objects.create(programme=programme, edition=edition)
    return programme


def test_a_planned_programme_lists_similar_offers_with_contacts(
    coordinator, client_of, evaluator, competencies, fiji
):
    programme = planned(coordinator, [competencies["D1.1"]], fiji)
    make_offer(title="Taught already", competencies=[competencies["D1.1"]], jurisdictions=[fiji],
               contact="Office of courses", starts=programme.starts, ends=programme.ends)  # fmt: skip
    make_offer(title="Something else", competencies=[competencies["D2.1"]], jurisdictions=[fiji])
    address = reverse("programs:programmes:programme", args=[programme.public_id])

    page = client_of(coordinator).get(address).content.decode()

    for expected in ("duplicates this one", "Taught already", "Office of courses", "100%", "D1.1", str(fiji)):
        assert expected in page
    assert "Something else" not in page
    assert "Taught already" not in client_of(evaluator).get(address).content.decode()


def test_our_own_duplicate_programme_is_found_too(coordinator, client_of, competencies, fiji):
    programme = planned(coordinator, [competencies["D1.1"]], fiji)
    planned(coordinator, [competencies["D1.1"]], fiji, title="Our other one")

    page = client_of(coordinator).get(reverse("programs:programmes:programme", args=[programme.public_id]))

    assert "Our other one" in page.content.decode()


def test_the_map_shows_own_programmes_offers_and_gaps(coordinator, client_of, competencies, fiji):
    planned(coordinator, [competencies["D1.1"]], fiji, title="Ours")
    make_offer(title="Theirs", competencies=[competencies["D1.2"]], jurisdictions=[fiji])
    JurisdictionFactory(code="WS", name="Samoa")
    client, address = client_of(coordinator), reverse("programs:programmes:map")

    tiles = {
        tile.jurisdiction.code: tile
        for region in client.get(address).context["regions"]
        for tile in region.tiles
    }
    narrowed = client.get(address, {"competency": "D1.2"}).context["regions"]
    file = client.get(address, {"export": "csv"}).content.decode()

    assert ([str(o) for o in tiles["FJ"].own], [str(o) for o in tiles["FJ"].others]) == (["Ours"], ["Theirs"])
    assert tiles["WS"].count == 0
    assert {str(programme) for region in narrowed for tile in region.tiles for programme in tile.own} == set()
    assert "Theirs" in file


def test_the_map_hides_programmes_in_design_without_permission(client_of, competencies, fiji, coordinator):
    planned(coordinator, [competencies["D1.1"]], fiji, title="Still secret")
    faculty = client_of(RoleFactory(role="faculty").user)

    assert "Still secret" not in faculty.get(reverse("programs:programmes:map")).content.decode()


@pytest.mark.parametrize("rows", [2, 20])  # with one there is no overlap
def test_the_map_has_constant_queries(
    coordinator, client_of, competencies, fiji, rows, django_assert_num_queries
):
    for _number in range(rows):
        planned(coordinator, [competencies["D1.1"]], fiji)
        make_offer(competencies=[competencies["D1.2"]], jurisdictions=[fiji, JurisdictionFactory()])
    client, address = client_of(coordinator), reverse("programs:programmes:map")
    client.get(address)

    with django_assert_num_queries(11):
        client.get(address)


def test_a_withdrawn_offer_is_not_found_until_it_is_restored(coordinator, client_of):
    offer = make_offer(title="Mediation")
    services.index(offer)
    client = client_of(coordinator)

    for _twice in range(2):
        client.post(url("withdraw", offer))
    gone = SearchEntry.objects.filter(target_id=offer.pk, title="Mediation").exists()
    client.post(url("restore", offer))

    offer.refresh_from_db()
    assert (gone, offer.withdrawn_at) == (False, None)
    assert SearchEntry.objects.filter(target_id=offer.pk, title="Mediation").exists()
    assert AuditEntry.objects.filter(action="offer.withdrawn").count() == 1


def test_an_undone_import_removes_new_offers_and_restores_changed_ones(
    coordinator, client_of, competencies, fiji
):
    client, owner = client_of(coordinator), OrganisationFactory()
    save(client, staged(client, owner, "Old,2027-01-01,2027-02-01,D1.1,FJ,en,7"))
    batch = staged(
        client, owner, "Changed,2027-01-01,2027-03-01,D1.1,FJ,en,7", "New,2027-01-01,2027-02-01,D1.1,FJ,en,8"
    )
    save(client, batch)
    after = set(ExternalProgramme.objects.values_list("title", flat=True))

    client.post(reverse("imports:undo", args=[batch.public_id]))

    assert after == {"Changed", "New"}
    assert [(row.title, row.ends.isoformat()) for row in ExternalProgramme.objects.all()] == [
        ("Old", "2027-02-01")
    ]
