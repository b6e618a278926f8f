"""Import into the register: likely duplicates need a decision, and nothing is overwritten unasked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.stakeholders.imports import StakeholderImporter
from assessments.stakeholders.models import Stakeholder
from portal.tables.imports import staging
from portal.tables.imports.importers import ValidatedRow
from portal.tables.models import ImportBatch, ImportRow
from tests.factories.participants import JurisdictionFactory

HEAD = "Name,Group,Organisation,E-mail,Function\n"
COLUMNS = ["name", "group_code", "organisation", "email", "function"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def senegal():
    return JurisdictionFactory(code="SN", name="Senegal", languages=["fr"])


@pytest.fixture
def aissatou(senegal):
    return Stakeholder.objects.create(
        jurisdiction=senegal, group_code="judge", name="Aïssatou Ndouré", organisation="Cour d’appel",
        email="aissatou@court.example", note="Prefers the telephone",
    )  # fmt: skip


@pytest.fixture
def client(coordinator, client_of):
    return client_of(coordinator)


def staged(client, jurisdiction, *lines):
    file = SimpleUploadedFile("people.csv", (HEAD + "\n".join(lines)).encode(), "text/csv")
    answer = client.post(
        reverse("imports:new", args=["stakeholders"]), {"jurisdiction": jurisdiction.pk, "file": file}
    )
    assert answer.status_code == 302, answer.content.decode()
    batch = ImportBatch.objects.latest("pk")
    client.post(url("columns", batch), {f"col-{i}": name for i, name in enumerate(COLUMNS)})
    return batch


def url(name, batch):
    return reverse(f"imports:{name}", args=[batch.public_id])


def row(batch, number=2):
    return ImportRow.objects.get(batch=batch, number=number)


def pick(client, batch, answer, number=2):
    client.post(url("rows", batch), {f"r{number}-match": answer})
    return row(batch, number)


def save(client, batch):
    client.post(url("save", batch), {"part": "ready"})


@pytest.mark.parametrize(
    "line",
    ["A. N.,judge,,AISSATOU@court.example,President", "Aissatou Ndoure,Judges,,,President"],
    ids=["same address", "name without its accents"],
)
def test_likely_duplicate_needs_a_decision_and_shows_candidates(client, senegal, aissatou, line):
    batch = staged(client, senegal, line)

    page = client.get(url("rows", batch)).content.decode()
    save(client, batch)

    assert row(batch).errors == {"match": {"code": "likely_double"}}
    assert "Aïssatou Ndouré, Cour d’appel, aissatou@court.example" in page
    assert Stakeholder.objects.get() == aissatou


def test_selected_entry_is_updated_from_the_file(client, senegal, aissatou):
    batch = staged(client, senegal, "Aissatou Ndoure,judge,,,President")

    assert pick(client, batch, aissatou.public_id).status == "changed"
    assert "previously Aïssatou Ndouré" in client.get(url("rows", batch), {"tab": "all"}).content.decode()
    save(client, batch)

    stored = Stakeholder.objects.get()
    assert (stored.name, stored.function) == ("Aissatou Ndoure", "President")
    assert (stored.email, stored.organisation, stored.note) == (
        "aissatou@court.example",
        "Cour d’appel",
        "Prefers the telephone",
    )


def test_namesake_is_saved_as_new_in_the_jurisdictions_language(client, senegal, aissatou):
    batch = staged(client, senegal, "Aissatou Ndoure,lawyer,Barreau,,Avocate")

    assert pick(client, batch, "new").status == "new"
    save(client, batch)

    new = Stakeholder.objects.exclude(pk=aissatou.pk).get()
    assert (new.group_code, new.language, new.kind) == ("lawyer", "fr", "person")


def test_excluded_row_changes_nothing_and_can_be_included_again(client, senegal, aissatou):
    batch = staged(client, senegal, "Aissatou Ndoure,judge,,,President", "Kofi Mensahor,judge,,,")

    assert pick(client, batch, "leave").status == "unchanged"
    save(client, batch)

    assert set(Stakeholder.objects.values_list("name", flat=True)) == {"Aïssatou Ndouré", "Kofi Mensahor"}
    assert pick(client, batch, aissatou.public_id).status == "changed"


def test_same_address_cannot_be_new_before_it_is_corrected(client, senegal, aissatou):
    batch = staged(client, senegal, "Somebody Else,judge,,aissatou@court.example,")

    assert pick(client, batch, "new").errors["email"]["code"] == "address_taken"
    client.post(url("rows", batch), {"r2-email": "else@court.example"})
    assert row(batch).status == "new"


def test_only_a_likely_duplicate_can_be_selected(client, senegal, aissatou):
    stranger = Stakeholder.objects.create(jurisdiction=senegal, group_code="judge", name="Kwame Asanteh")
    batch = staged(client, senegal, "Aissatou Ndoure,judge,,,")

    assert pick(client, batch, stranger.public_id).errors["match"]["code"] == "double_gone"


def test_second_line_with_the_same_address_needs_a_decision(client, senegal):
    batch = staged(
        client, senegal, "Awa Sarrane,judge,,awa@court.example,", "A. Sarrane,judge,,Awa@court.example,"
    )

    assert row(batch, 3).errors == {"match": {"code": "repeats", "row": 2}}
    assert pick(client, batch, "leave", 3).status == "unchanged"
    save(client, batch)
    assert Stakeholder.objects.get().name == "Awa Sarrane"


def test_undone_import_restores_the_register(client, senegal, aissatou):
    before = Stakeholder.objects.filter(pk=aissatou.pk).values("name", "function", "note", "email").get()
    batch = staged(client, senegal, "Aissatou Ndoure,judge,,,President", "Kofi Mensahor,judge,,,")
    pick(client, batch, aissatou.public_id)
    save(client, batch)
    assert Stakeholder.objects.count() == 2

    client.post(url("undo", batch))

    assert Stakeholder.objects.values("name", "function", "note", "email").get() == before


def test_import_is_not_undone_after_later_changes(client, senegal):
    batch = staged(client, senegal, "Kofi Mensahor,judge,,,")
    save(client, batch)
    Stakeholder.objects.update(function="President of court")

    client.post(url("undo", batch))

    assert Stakeholder.objects.get().function == "President of court"


def test_two_hundred_rows_are_validated_with_constant_queries(senegal, aissatou):
    kind = StakeholderImporter()
    context = kind.load_context({"jurisdiction": senegal.pk})

    def queries(number):
        lines = [
            ValidatedRow(n, {"name": f"Aissatou Ndoure {n}", "group_code": "judge"})
            for n in range(2, number + 2)
        ]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            staging.validate_rows(kind, context, lines)
        assert all(line.errors["match"]["code"] == "likely_double" for line in lines)
        return len(seen)

    assert queries(1) == queries(200) <= 3
