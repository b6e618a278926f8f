"""Unusual, damaged and hostile import files: each gives a clear message for the file or the row."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluations.indicators.models import CaseloadReturn
from portal.tables.models import ImportBatch, ImportRow
from tests.factories.participants import CourtFactory, JurisdictionFactory
from tests.responses import error_codes

HEAD = "Year,Circuit,Type of Action,Pending at Start,Filed,Terminated,Pending at End"
COLUMNS = ["period", "court", "case_type", "pending_start", "incoming", "resolved", "pending_end"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def jurisdiction():
    created = JurisdictionFactory()
    CourtFactory(
        organisation__jurisdiction=created, organisation__name="Cour d’appel de Thiès", source_code="A"
    )
    return created


@pytest.fixture
def client(coordinator, client_of):
    return client_of(coordinator)


def post(client, jurisdiction, content, name="file.csv"):
    file = SimpleUploadedFile(name, content)
    form = {"jurisdiction": jurisdiction.pk, "source": "Registry", "file": file}
    return client.post(reverse("imports:new", args=["caseload_returns"]), form)


def staged(client, jurisdiction, content, name="file.csv", columns=COLUMNS):
    answer = post(client, jurisdiction, content, name)
    assert answer.status_code == 302, answer.content.decode()
    batch = ImportBatch.objects.latest("pk")
    if batch.state == "mapping":
        address = reverse("imports:columns", args=[batch.public_id])
        client.post(address, {f"col-{i}": column for i, column in enumerate(columns)})
    batch.refresh_from_db()
    return batch


def errors(batch):
    return {
        (row.number, name, message["code"])
        for row in ImportRow.objects.filter(batch=batch)
        for name, message in row.errors.items()
    }


def csv(*lines, head=HEAD):
    return "\n".join([head, *lines]) + "\n"


GOOD = "2020,A,Civil,10,5,4,11"


@pytest.mark.parametrize(
    "content",
    [
        csv(GOOD).encode(),
        csv(GOOD).encode("utf-8-sig"),
        csv(GOOD).encode("utf-16"),
        csv(GOOD).replace(",", ";").encode(),
        csv(GOOD).replace(",", "\t").encode(),
        csv(GOOD).replace("\n", "\r\n").encode(),
        csv("", "2020,A,Civil,10,5,4,11", "", ",,,,,,").encode(),
        csv('2020,"A",Civil,"1 000","5","4","1 001"').encode(),
    ],
    ids=["plain", "bom", "utf-16", "semicolons", "tabs", "crlf", "blank lines", "quotes and groups"],
)
def test_common_file_formats_are_read(client, jurisdiction, content):
    batch = staged(client, jurisdiction, content)

    assert (batch.state, errors(batch)) == ("preview", set())
    assert ImportRow.objects.filter(batch=batch).ready().count() == 1


def test_an_old_encoding_is_guessed_and_shown(client, jurisdiction):
    batch = staged(client, jurisdiction, csv("2020,Cour d’appel de Thiès,Civil,10,5,4,11").encode("cp1252"))

    page = client.get(reverse("imports:rows", args=[batch.public_id])).content.decode()
    assert errors(batch) == set()
    assert "read as Windows-1252" in page


def test_a_wrong_encoding_can_be_corrected(client, jurisdiction):
    CourtFactory(organisation__jurisdiction=jurisdiction, organisation__name="Суд")
    post(client, jurisdiction, csv("2020,Суд,Civil,10,5,4,11").encode("cp1251"))
    batch = ImportBatch.objects.latest("pk")
    address = reverse("imports:columns", args=[batch.public_id])
    assert "Ñóä" in client.get(address).content.decode()

    client.post(address, {"act": "read", "heading_row": "1", "encoding": "cp1251", "delimiter": ","})

    assert "Суд" in client.get(address).content.decode()


def test_the_heading_row_can_be_chosen(client, jurisdiction):
    post(client, jurisdiction, f"Returns of the registry,,\n,,\n{csv(GOOD)}".encode())
    batch = ImportBatch.objects.latest("pk")
    address = reverse("imports:columns", args=[batch.public_id])

    client.post(address, {"act": "read", "heading_row": "3", "encoding": "utf-8-sig", "delimiter": ","})

    batch.refresh_from_db()
    assert batch.headings == HEAD.split(",")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "file.csv", "empty"),
        (HEAD.encode(), "file.csv", "no_rows"),
        (b"\n\n" + csv(GOOD).encode(), "file.csv", "no_headings"),
        (b"\x00\x01\x02binary\x00", "file.csv", "wrong_kind"),
        (csv(GOOD).encode("utf-8") + b"\x81\x8d", "file.csv", "encoding"),
        (b"PK\x03\x04" + b"broken" * 20, "file.xlsx", "damaged"),
        (b"%PDF-1.7\n%%EOF", "file.xlsx", "wrong_kind"),
    ],
    ids=["empty", "headings only", "no headings", "binary", "no encoding", "corrupt workbook", "a PDF"],
)
def test_an_unreadable_file_is_rejected_and_nothing_is_stored(client, jurisdiction, content, name, code):
    answer = post(client, jurisdiction, content, name)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert error_codes(answer) == {"file": [code]}
    assert "Registry" in text  # the other field keeps its value
    assert not ImportBatch.objects.exists()


def test_a_file_damaged_further_down_is_rejected_completely(client, jurisdiction):
    batch = staged(
        client,
        jurisdiction,
        csv(*[GOOD.replace("2020", str(y)) for y in range(1950, 2020)], '2021,"A').encode(),
    )

    assert batch.state == "rejected"
    assert "71" in batch.refusal  # the line
    assert not ImportRow.objects.exists()
    assert batch.refusal in client.get(batch.get_absolute_url(), follow=True).content.decode()


def test_a_missing_column_is_named_and_the_choices_are_kept(client, jurisdiction):
    post(client, jurisdiction, csv(GOOD).encode())
    batch = ImportBatch.objects.latest("pk")
    chosen = {f"col-{i}": name for i, name in enumerate(COLUMNS) if name != "resolved"}

    answer = client.post(reverse("imports:columns", args=[batch.public_id]), chosen)

    assert answer.status_code == 422
    assert answer.context["refusal"].code == "missing_column"
    assert "Resolved" in str(answer.context["refusal"])
    assert '<option value="incoming" selected>' in answer.content.decode()


def test_two_columns_for_one_field_are_rejected_at_the_second(client, jurisdiction):
    post(client, jurisdiction, csv("2020,A,Civil,10,5,4,11,4", head=HEAD + ",Terminated").encode())
    batch = ImportBatch.objects.latest("pk")
    address = reverse("imports:columns", args=[batch.public_id])
    assert client.get(address).context["doubled"] == ["Terminated"]

    answer = client.post(address, {f"col-{i}": name for i, name in enumerate([*COLUMNS, "resolved"])})

    assert answer.status_code == 422
    assert 'aria-describedby="e-col-7"' in answer.content.decode()
    assert not ImportRow.objects.exists()


def test_each_invalid_cell_has_its_reason(client, jurisdiction):
    lines = [
        "2020,A,Civil,10,about 5,4,11", "2021,A,Civil,10,-1,4,11", "2022,A,Civil,10,=1+1,4,11", "2023,A,Civil,10,,4,11",
        "soon,A,Civil,10,5,4,11", "2099,A,Civil,10,5,4,11", "2019,Nowhere,Civil,10,5,4,11", "2018,A,Civil,10,5,4,11,99",
    ]  # fmt: skip

    batch = staged(client, jurisdiction, csv(*lines).encode())

    assert errors(batch) == {
        (2, "incoming", "has_letters"), (3, "incoming", "negative"), (4, "incoming", "formula"),
        (5, "incoming", "empty"), (6, "period", "not_a_period"), (7, "period", "future"),
        (8, "court", "unknown_court"), (9, "court", "extra_cells"),
    }  # fmt: skip


def test_a_duplicate_row_is_invalid_until_one_is_corrected(client, jurisdiction):
    batch = staged(client, jurisdiction, csv(GOOD, "2020,A,Civil,11,5,4,12").encode())
    assert errors(batch) == {(3, "period", "repeats")}

    client.post(reverse("imports:rows", args=[batch.public_id]), {"r2-period": "2019"})
    still = errors(batch)
    client.post(reverse("imports:rows", args=[batch.public_id]), {"r3-period": "2021"})

    assert still == set()  # the first row is now for another period, so the second is no duplicate
    assert ImportRow.objects.filter(batch=batch).ready().count() == 2


def test_formulas_are_stored_and_exported_as_text(client, jurisdiction):
    batch = staged(client, jurisdiction, csv("2020,=cmd|' /C calc'!A0,Civil,10,5,4,11").encode())

    download = client.get(reverse("imports:unresolved_rows", args=[batch.public_id]))

    sheet = openpyxl.load_workbook(io.BytesIO(download.content)).worksheets[0]
    assert sheet["B2"].value == "'=cmd|' /C calc'!A0"
    assert sheet["B2"].data_type == "s"


def workbook(*lines):
    book = openpyxl.Workbook()
    for cells in lines:
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_numbers_of_a_workbook_are_not_rounded(client, jurisdiction):
    content = workbook(
        HEAD.split(","), [2020, "A", "Civil", 10, 5.0, 4, 11], [2021, "A", "Civil", 10, 2.5, 4, 8.5]
    )

    batch = staged(client, jurisdiction, content, "returns.xlsx")

    assert errors(batch) == {(3, "incoming", "not_whole"), (3, "pending_end", "not_whole")}
    assert ImportRow.objects.filter(batch=batch).ready().count() == 1


def test_formulas_of_a_workbook_are_rejected(client, jurisdiction):
    content = workbook(HEAD.split(","), [2020, "A", "Civil", 10, "=2+3", 4, 11])

    batch = staged(client, jurisdiction, content, "returns.xlsx")

    assert errors(batch) == {(2, "incoming", "formula")}


def repacked(content, **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, body in parts.items():
            new.writestr(name.replace("__", "/"), body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl__vbaProject.bin": b"macro"}, "macros"),
        ({"xl__media__big": b"0" * 60_000_000}, "bomb"),
    ],
    ids=["macros", "zip bomb"],
)
def test_hostile_workbooks_are_not_opened(client, jurisdiction, parts, code):
    content = repacked(workbook(HEAD.split(","), [2020, "A", "Civil", 10, 5, 4, 11]), **parts)

    answer = post(client, jurisdiction, content, "returns.xlsx")

    assert answer.status_code == 422
    assert error_codes(answer) == {"file": [code]}
    assert not ImportBatch.objects.exists()


def test_xml_entity_bombs_are_rejected(client, jurisdiction):
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>&b;</sheets></workbook>'
    )
    content = workbook(HEAD.split(","), [2020, "A", "Civil", 10, 5, 4, 11])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name == "xl/workbook.xml" else old.read(name))

    answer = post(client, jurisdiction, out.getvalue(), "returns.xlsx")

    assert answer.status_code == 422
    assert error_codes(answer) == {"file": ["damaged"]}


def test_errors_are_shown_in_another_language(client, jurisdiction):
    answer = client.post(
        reverse("imports:new", args=["caseload_returns"]),
        {"jurisdiction": jurisdiction.pk, "source": "x", "file": SimpleUploadedFile("a.csv", b"")},
        headers={"accept-language": "fr"},
    )

    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


def test_an_import_of_another_person_is_not_found(client, jurisdiction, other_coordinator, client_of):
    batch = staged(client, jurisdiction, csv(GOOD).encode())

    stranger = client_of(other_coordinator)

    for name in ("batch", "columns", "rows", "unresolved_rows", "saved", "undo", "discard"):
        assert stranger.get(reverse(f"imports:{name}", args=[batch.public_id])).status_code == 404
    assert batch.file_name not in stranger.get(reverse("imports:batches")).content.decode()


def test_a_judge_cannot_import(judge, client_of, jurisdiction):
    assert client_of(judge).get(reverse("imports:batches")).status_code == 403
    assert post(client_of(judge), jurisdiction, csv(GOOD).encode()).status_code == 403


def test_a_discarded_import_leaves_nothing(client, jurisdiction):
    batch = staged(client, jurisdiction, csv(GOOD).encode())

    client.post(reverse("imports:discard", args=[batch.public_id]))

    assert not ImportBatch.objects.exists()
    assert not ImportRow.objects.exists()
    assert not CaseloadReturn.objects.exists()
