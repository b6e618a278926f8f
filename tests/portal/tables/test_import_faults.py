"""Files as they come: odd, damaged, hostile. A clear message on the file or the row, and nothing half done."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluations.indicators.models import CaseloadReturn
from portal.tables.models import ImportBatch, ImportRow
from tests.factories.participants import CourtFactory, JurisdictionFactory

HEAD = "Year,Circuit,Type of Action,Pending at Start,Filed,Terminated,Pending at End"
COLUMNS = ["period", "court", "case_type", "pending_start", "incoming", "resolved", "pending_end"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    found = JurisdictionFactory()
    CourtFactory(
        organisation__jurisdiction=found, organisation__name="Cour d’appel de Thiès", source_code="A"
    )
    return found


@pytest.fixture
def client(coordinator, client_of):
    return client_of(coordinator)


def post(client, place, content, name="file.csv"):
    file = SimpleUploadedFile(name, content)
    form = {"jurisdiction": place.pk, "source": "Registry", "file": file}
    return client.post(reverse("imports:new", args=["caseload_returns"]), form)


def staged(client, place, content, name="file.csv", columns=COLUMNS):
    answer = post(client, place, content, name)
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
def test_files_of_every_common_make_are_read(client, place, content):
    batch = staged(client, place, content)

    assert (batch.state, errors(batch)) == ("preview", set())
    assert ImportRow.objects.filter(batch=batch).ready().count() == 1


def test_an_old_encoding_is_guessed_and_the_guess_is_said(client, place):
    batch = staged(client, place, csv("2020,Cour d’appel de Thiès,Civil,10,5,4,11").encode("cp1252"))

    page = client.get(reverse("imports:rows", args=[batch.public_id])).content.decode()
    assert errors(batch) == set()
    assert "read as Windows-1252" in page


def test_an_encoding_guessed_wrong_is_put_right_by_hand(client, place):
    CourtFactory(organisation__jurisdiction=place, organisation__name="Суд")
    post(client, place, csv("2020,Суд,Civil,10,5,4,11").encode("cp1251"))
    batch = ImportBatch.objects.latest("pk")
    address = reverse("imports:columns", args=[batch.public_id])
    assert "Ñóä" in client.get(address).content.decode()

    client.post(address, {"act": "read", "heading_row": "1", "encoding": "cp1251", "delimiter": ","})

    assert "Суд" in client.get(address).content.decode()


def test_headings_below_a_title_are_found_in_the_row_that_people_name(client, place):
    post(client, place, f"Returns of the registry,,\n,,\n{csv(GOOD)}".encode())
    batch = ImportBatch.objects.latest("pk")
    address = reverse("imports:columns", args=[batch.public_id])

    client.post(address, {"act": "read", "heading_row": "3", "encoding": "utf-8-sig", "delimiter": ","})

    batch.refresh_from_db()
    assert batch.headings == HEAD.split(",")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "file.csv", "empty"),
        (HEAD.encode(), "file.csv", "no rows under them"),
        (b"\n\n" + csv(GOOD).encode(), "file.csv", "no headings in that row"),
        (b"\x00\x01\x02binary\x00", "file.csv", "none of the kinds"),
        (csv(GOOD).encode("utf-8") + b"\x81\x8d", "file.csv", "letters of this file cannot be read"),
        (b"PK\x03\x04" + b"broken" * 20, "file.xlsx", "damaged"),
        (b"%PDF-1.7\n%%EOF", "file.xlsx", "none of the kinds"),
    ],
    ids=["empty", "headings only", "no headings", "binary", "no encoding", "corrupt workbook", "a PDF"],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field_and_nothing_is_kept(
    client, place, content, name, words
):
    answer = post(client, place, content, name)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "Registry" in text  # what was typed is still there
    assert not ImportBatch.objects.exists()


def test_a_file_damaged_further_down_is_refused_as_a_whole(client, place):
    batch = staged(
        client, place, csv(*[GOOD.replace("2020", str(y)) for y in range(1950, 2020)], '2021,"A').encode()
    )

    assert batch.state == "refused"
    assert "quotation mark is not closed" in batch.refusal
    assert not ImportRow.objects.exists()
    assert batch.refusal in client.get(batch.get_absolute_url(), follow=True).content.decode()


def test_a_missing_column_is_named_and_the_answers_stay(client, place):
    post(client, place, csv(GOOD).encode())
    batch = ImportBatch.objects.latest("pk")
    chosen = {f"col-{i}": name for i, name in enumerate(COLUMNS) if name != "resolved"}

    answer = client.post(reverse("imports:columns", args=[batch.public_id]), chosen)

    assert answer.status_code == 422
    assert "No column was chosen for: Resolved." in answer.content.decode()
    assert '<option value="incoming" selected>' in answer.content.decode()


def test_two_columns_for_one_field_are_refused_beside_the_second(client, place):
    post(client, place, csv("2020,A,Civil,10,5,4,11,4", head=HEAD + ",Terminated").encode())
    batch = ImportBatch.objects.latest("pk")
    address = reverse("imports:columns", args=[batch.public_id])
    assert "stand over more than one column" in client.get(address).content.decode()

    answer = client.post(address, {f"col-{i}": name for i, name in enumerate([*COLUMNS, "resolved"])})

    assert answer.status_code == 422
    assert 'aria-describedby="e-col-7"' in answer.content.decode()
    assert not ImportRow.objects.exists()


def test_each_wrong_cell_has_its_reason(client, place):
    lines = [
        "2020,A,Civil,10,about 5,4,11", "2021,A,Civil,10,-1,4,11", "2022,A,Civil,10,=1+1,4,11", "2023,A,Civil,10,,4,11",
        "soon,A,Civil,10,5,4,11", "2099,A,Civil,10,5,4,11", "2019,Nowhere,Civil,10,5,4,11", "2018,A,Civil,10,5,4,11,99",
    ]  # fmt: skip

    batch = staged(client, place, csv(*lines).encode())

    assert errors(batch) == {
        (2, "incoming", "has_letters"), (3, "incoming", "negative"), (4, "incoming", "formula"),
        (5, "incoming", "empty"), (6, "period", "not_a_period"), (7, "period", "future"),
        (8, "court", "unknown_court"), (9, "court", "extra_cells"),
    }  # fmt: skip


def test_a_line_said_twice_is_wrong_until_one_is_corrected(client, place):
    batch = staged(client, place, csv(GOOD, "2020,A,Civil,11,5,4,12").encode())
    assert errors(batch) == {(3, "period", "repeats")}

    client.post(reverse("imports:rows", args=[batch.public_id]), {"r2-period": "2019"})
    still = errors(batch)
    client.post(reverse("imports:rows", args=[batch.public_id]), {"r3-period": "2021"})

    assert still == set()  # the first one moved, so the second says something of its own
    assert ImportRow.objects.filter(batch=batch).ready().count() == 2


def test_formulas_in_text_stay_text_and_leave_as_text(client, place):
    batch = staged(client, place, csv("2020,=cmd|' /C calc'!A0,Civil,10,5,4,11").encode())

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


def test_a_workbook_is_read_with_its_numbers_as_they_are(client, place):
    content = workbook(
        HEAD.split(","), [2020, "A", "Civil", 10, 5.0, 4, 11], [2021, "A", "Civil", 10, 2.5, 4, 8.5]
    )

    batch = staged(client, place, content, "returns.xlsx")

    assert errors(batch) == {(3, "incoming", "not_whole"), (3, "pending_end", "not_whole")}
    assert ImportRow.objects.filter(batch=batch).ready().count() == 1


def test_a_workbook_s_formulas_are_not_run(client, place):
    content = workbook(HEAD.split(","), [2020, "A", "Civil", 10, "=2+3", 4, 11])

    batch = staged(client, place, content, "returns.xlsx")

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
    ("parts", "words"),
    [
        ({"xl__vbaProject.bin": b"macro"}, "holds macros"),
        ({"xl__media__big": b"0" * 60_000_000}, "unpacks to far more"),
    ],
    ids=["macros", "zip bomb"],
)
def test_hostile_workbooks_are_not_opened(client, place, parts, words):
    content = repacked(workbook(HEAD.split(","), [2020, "A", "Civil", 10, 5, 4, 11]), **parts)

    answer = post(client, place, content, "returns.xlsx")

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_entities_that_would_grow_without_end_are_not_followed(client, place):
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>&b;</sheets></workbook>'
    )
    content = workbook(HEAD.split(","), [2020, "A", "Civil", 10, 5, 4, 11])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name == "xl/workbook.xml" else old.read(name))

    answer = post(client, place, out.getvalue(), "returns.xlsx")

    assert answer.status_code == 422
    assert "damaged" in answer.content.decode()


def test_refusals_are_said_in_the_person_s_language(client, place):
    answer = client.post(
        reverse("imports:new", args=["caseload_returns"]),
        {"jurisdiction": place.pk, "source": "x", "file": SimpleUploadedFile("a.csv", b"")},
        headers={"accept-language": "fr"},
    )

    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


def test_another_person_s_import_is_not_there(client, place, other_coordinator, client_of):
    batch = staged(client, place, csv(GOOD).encode())

    stranger = client_of(other_coordinator)

    for name in ("batch", "columns", "rows", "open_rows", "saved", "undo", "discard"):
        assert stranger.get(reverse(f"imports:{name}", args=[batch.public_id])).status_code == 404
    assert batch.file_name not in stranger.get(reverse("imports:batches")).content.decode()


def test_a_judge_imports_nothing(judge, client_of, place):
    assert client_of(judge).get(reverse("imports:batches")).status_code == 403
    assert post(client_of(judge), place, csv(GOOD).encode()).status_code == 403


def test_an_import_thrown_away_leaves_nothing(client, place):
    batch = staged(client, place, csv(GOOD).encode())

    client.post(reverse("imports:discard", args=[batch.public_id]))

    assert not ImportBatch.objects.exists()
    assert not ImportRow.objects.exists()
    assert not CaseloadReturn.objects.exists()
