"""A real judiciary's figures for 27 years, with their errors, imported through the pages."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluations.indicators.models import CaseloadReturn
from participants.organisations.models import Court
from portal.tables.imports.errors import NotAllReadyError
from portal.tables.models import ColumnMapping, ImportBatch, ImportRow
from tests.factories.participants import CourtFactory, JurisdictionFactory

FILE = Path(__file__).parents[3] / "evaluations" / "indicators" / "data" / "hawaii_court_figures.csv"
COURTS = ["First Circuit", "Second Circuit", "Third Circuit", "Fifth Circuit", "COA"]
COLUMNS = ["period", "court", "case_type", "pending_start", "incoming", "resolved", "pending_end"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def hawaii():
    return JurisdictionFactory(code="US-HI", name="Hawaii")


@pytest.fixture
def courts(hawaii):
    return [CourtFactory(organisation__jurisdiction=hawaii, source_code=code) for code in COURTS]


def upload(client, place, content=None):
    file = SimpleUploadedFile("court_figures.csv", content or FILE.read_bytes(), "text/csv")
    form = {"jurisdiction": place.pk, "source": "Hawaii State Judiciary", "file": file}
    answer = client.post(reverse("imports:new", args=["caseload_returns"]), form)
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.latest("pk")


def url(name, batch):
    return reverse(f"imports:{name}", args=[batch.public_id])


def map_columns(client, batch):
    client.post(url("columns", batch), {f"col-{i}": name for i, name in enumerate(COLUMNS)})
    batch.refresh_from_db()
    return batch


def rows(batch, **where):
    return ImportRow.objects.filter(batch=batch, **where)


def test_columns_are_guessed_and_shown_for_confirmation(coordinator, client_of, hawaii, courts):
    client = client_of(coordinator)
    batch = upload(client, hawaii)

    page = client.get(url("columns", batch)).content.decode()

    assert batch.state == "mapping"
    assert "Pending at Start" in page
    assert '<option value="incoming" selected>' in page  # Filed
    assert '<option value="resolved" selected>' in page  # Terminated


def test_24_invalid_rows_are_rejected_37_unbalanced_ones_flagged_and_722_are_new(
    coordinator, client_of, hawaii, courts
):
    client = client_of(coordinator)
    batch = map_columns(client, upload(client, hawaii))

    wrong, unexplained = rows(batch).invalid(), rows(batch).unexplained()

    assert rows(batch).count() == 783
    assert wrong.count() == 24
    assert {message["code"] for row in wrong for message in row.errors.values()} == {"negative"}
    assert unexplained.count() == 37
    assert rows(batch).ready().count() == 722
    page = client.get(url("rows", batch)).content.decode()
    assert "-1 " in page
    assert "5929 + 2105 − 3624 = 4410" in page
    assert "6409" in page
    assert not CaseloadReturn.objects.exists()


def test_one_note_explains_all_unbalanced_rows_and_is_shown_with_the_figures(
    coordinator, client_of, hawaii, courts
):
    client = client_of(coordinator)
    batch = map_columns(client, upload(client, hawaii))
    note = "Published so by the judiciary; the cause is not known."

    client.post(url("explain", batch), {"note": note})
    client.post(url("save", batch), {"part": "ready"})

    assert CaseloadReturn.objects.count() == 759
    assert CaseloadReturn.objects.filter(quality_note=note).count() == 37
    assert rows(batch, committed_at=None).count() == 24
    stored = CaseloadReturn.objects.get(
        court=courts[0], case_type="Civil Actions", starts="1998-01-01", ends="1998-12-31"
    )
    assert (stored.pending_start, stored.incoming, stored.resolved, stored.pending_end) == (
        8369,
        5616,
        5978,
        8007,
    )
    assert (stored.source, stored.entered_by, stored.verified_by) == (
        "Hawaii State Judiciary",
        coordinator,
        None,
    )
    shown = client.get(reverse("evaluations:indicators:jurisdiction", args=[hawaii.public_id]))
    page = shown.content.decode()
    assert note in page
    assert "Total Appeals" in page  # a total of other types, listed among the excluded types
    assert shown.context["now"].unverified > 0


def test_the_page_adds_up_courts_without_published_totals(coordinator, client_of, hawaii, courts):
    client = client_of(coordinator)
    batch = map_columns(client, upload(client, hawaii))
    client.post(url("explain", batch), {"note": "As published."})
    client.post(url("save", batch), {"part": "ready"})

    page = client.get(
        reverse("evaluations:indicators:jurisdiction", args=[hawaii.public_id]) + "?year=1998&export=csv"
    )

    lines = page.content.decode().splitlines()
    appeals_1998 = next(line for line in lines if line.startswith(f"{courts[4]},1998,"))
    # Civil, Criminal, Motions, Original Proceedings; "Total Appeals" would count civil and criminal twice.
    assert appeals_1998.split(",")[2:8] == ["972", "4133", "4419", "686", "106.9", "56.7"]


def test_the_page_opens_on_the_last_year_that_all_courts_reported(coordinator, client_of, hawaii, courts):
    client = client_of(coordinator)
    batch = map_columns(client, upload(client, hawaii))
    client.post(url("explain", batch), {"note": "As published."})
    client.post(url("save", batch), {"part": "ready"})  # the file has one court of five for 2024
    address = reverse("evaluations:indicators:jurisdiction", args=[hawaii.public_id])

    first, chosen = client.get(address), client.get(address + "?year=2024")

    assert first.context["now"].year == 2023
    assert (chosen.context["now"].year, chosen.context["now"].courts) == (2024, 1)


def test_all_or_nothing_saves_nothing_while_a_row_is_invalid(coordinator, client_of, hawaii, courts):
    client = client_of(coordinator)
    batch = map_columns(client, upload(client, hawaii))

    answer = client.post(url("save", batch), {"part": "all"})

    assert answer.status_code == 422
    assert str(NotAllReadyError.message) in answer.content.decode()
    assert not CaseloadReturn.objects.exists()


def test_unknown_courts_are_listed_and_created_together(coordinator, client_of, hawaii):
    client = client_of(coordinator)
    batch = map_columns(client, upload(client, hawaii))
    page = client.get(url("rows", batch)).content.decode()
    assert rows(batch).invalid().count() == 783
    assert "“Fifth Circuit”" in page

    client.post(url("resolve_names", batch), {f"name-{n}": "+" for n in range(5)})

    assert {court.source_code for court in Court.objects.all()} == set(COURTS)
    assert rows(batch).invalid().count() == 24
    assert rows(batch).ready().count() == 722


def test_an_unknown_name_can_be_mapped_to_a_court_in_all_its_rows(coordinator, client_of, hawaii, courts):
    client = client_of(coordinator)
    batch = map_columns(client, upload(client, hawaii, FILE.read_bytes().replace(b"COA", b"Appeals Court")))
    assert rows(batch, errors__court__code="unknown_court").count() == 135

    client.post(url("resolve_names", batch), {"name-0": str(courts[4])})

    assert rows(batch, errors__court__code="unknown_court").count() == 0
    assert rows(batch).ready().count() == 722


def test_a_corrected_cell_is_validated_immediately(coordinator, client_of, hawaii, courts):
    client = client_of(coordinator)
    batch = map_columns(client, upload(client, hawaii))
    row = rows(batch).invalid().order_by("number").first()
    typed = {f"r{row.number}-{name}": "100" for name in ("pending_start", "resolved")}

    client.post(url("rows", batch), {**typed, f"r{row.number}-pending_end": str(int(row.cells["incoming"]))})

    row.refresh_from_db()
    assert (row.status, row.errors, row.corrected) == ("new", {}, True)
    assert rows(batch).invalid().count() == 23


def test_importing_the_same_file_again_finds_no_changes_and_remembers_its_columns(
    coordinator, client_of, hawaii, courts
):
    client = client_of(coordinator)
    first = map_columns(client, upload(client, hawaii))
    client.post(url("explain", first), {"note": "As published."})
    client.post(url("save", first), {"part": "ready"})

    second = upload(client, hawaii)

    assert ColumnMapping.objects.count() == 1
    assert second.state == "preview"
    assert rows(second, status="unchanged").count() == 759
    assert rows(second).invalid().count() == 24
    assert client.post(url("save", second), {"part": "ready"}).status_code == 422


def test_a_changed_figure_is_shown_with_its_previous_value_and_replaces_it(
    coordinator, client_of, hawaii, courts
):
    client = client_of(coordinator)
    first = map_columns(client, upload(client, hawaii))
    client.post(url("save", first), {"part": "ready"})
    changed = FILE.read_bytes().replace(
        b"1998,Fifth Circuit,Civil Actions,645,410,350,705",
        b"1998,Fifth Circuit,Civil Actions,645,411,350,706",
    )

    second = upload(client, hawaii, changed)
    page = client.get(url("rows", second) + "?tab=changed").content.decode()
    client.post(url("save", second), {"part": "ready"})

    assert rows(second, status="changed").count() == 1
    assert "previously 410" in page
    assert "previously 705" in page
    stored = CaseloadReturn.objects.get(court=courts[3], case_type="Civil Actions", starts__year=1998)
    assert (stored.incoming, stored.pending_end) == (411, 706)
    assert stored.events.count() == 2  # the history keeps the earlier value


def test_undoing_an_import_deletes_new_rows_and_restores_changed_ones(coordinator, client_of, hawaii, courts):
    client = client_of(coordinator)
    first = map_columns(client, upload(client, hawaii))
    client.post(url("save", first), {"part": "ready"})
    changed = FILE.read_bytes().replace(b"645,410,350,705", b"645,411,350,706")
    second = upload(client, hawaii, changed)
    client.post(url("save", second), {"part": "ready"})

    client.post(url("undo", second))
    stored = CaseloadReturn.objects.get(court=courts[3], case_type="Civil Actions", starts__year=1998)
    assert (stored.incoming, stored.pending_end) == (410, 705)

    client.post(url("undo", first))
    assert not CaseloadReturn.objects.exists()
    first.refresh_from_db()
    assert first.state == "undone"
    assert rows(first).ready().count() == 722  # rows are kept, so that they can be saved again


def test_pages_take_few_queries_for_783_rows(
    coordinator, client_of, hawaii, courts, django_assert_max_num_queries
):
    client = client_of(coordinator)
    batch = map_columns(client, upload(client, hawaii))
    client.post(url("save", batch), {"part": "ready"})

    for address in (
        url("rows", batch),
        url("saved", batch),
        reverse("imports:batches"),
        reverse("evaluations:indicators:jurisdiction", args=[hawaii.public_id]),
        reverse("evaluations:indicators:returns"),
    ):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
