"""Page, PDF and workbook show the same values, and files can be reproduced."""

import hashlib
import io
import json
import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from evaluations.indicators.models import CaseloadReturn
from evaluations.reports import services
from evaluations.reports.rendering import charts
from evaluations.reports.rendering.pdf import render_pdf
from evaluations.reports.rendering.workbook import workbook
from evaluations.reports.snapshot.reader import SnapshotReader
from portal.files.services import open_stored
from tests.portal.documents.reading import accessibility_errors, attachments_of, opened, qr_codes_of, text_of

pytestmark = pytest.mark.django_db


def content(report, kind: str, language: str) -> bytes:
    with open_stored(report.files.get(kind=kind, language=language).file) as stored:
        return stored.read()


def page_of(report, account) -> str:
    client = Client()
    client.force_login(account)
    return client.get(reverse("evaluations:reports:report", args=[report.public_id])).content.decode()


def figures_on(html: str) -> dict[str, str]:
    """Every figure in the tables of the page, by its key."""
    cells = re.findall(r'data-figure="([^"]+)"[^>]*>(.*?)</td>', html, re.DOTALL)
    return {key: re.sub(r"<[^>]+>", "", text).strip() for key, text in cells}


def test_page_pdf_and_workbook_show_the_same_value_for_every_figure(printed, maker):
    frozen = SnapshotReader(printed)
    on_page = figures_on(page_of(printed, maker))
    in_pdf = text_of(content(printed, "pdf", "en"))
    sheet = load_workbook(io.BytesIO(content(printed, "xlsx", "en")))["Figures"]
    in_book = {row[0]: row[2] for row in sheet.iter_rows(min_row=2, values_only=True)}

    with translation.override("en"):
        expected = {key: frozen.show(key) for key in frozen.figures}
    assert len(on_page) > 40
    assert on_page == {key: expected[key] for key in on_page}
    assert in_book == expected
    assert [text for text in set(on_page.values()) if text not in in_pdf] == []


def test_the_workbook_holds_full_precision(printed):
    sheet = load_workbook(io.BytesIO(content(printed, "xlsx", "en")))["Figures"]
    values = {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}

    for key, figure in SnapshotReader(printed).figures.items():
        if figure.value is None:
            assert values[key] is None
        else:
            assert values[key] == pytest.approx(float(figure.value))


def test_the_attached_figures_are_those_of_the_set(printed):
    embedded = json.loads(attachments_of(content(printed, "pdf", "en"))["figures.json"])

    assert embedded["snapshot"] == printed.snapshot.sha256
    assert {f["key"]: f["value"] for f in embedded["figures"]} == {
        key: None if f.value is None else str(f.value) for key, f in SnapshotReader(printed).figures.items()
    }


def test_rendering_again_gives_the_stored_bytes_after_rows_have_changed(printed):
    CaseloadReturn.objects.update(resolved=10, quality_note="recounted")
    printed.programme.title = "Another title"
    printed.programme.save()
    printed.refresh_from_db()

    assert render_pdf(printed, "en") == content(printed, "pdf", "en")
    assert workbook(printed, "en") == content(printed, "xlsx", "en")


def test_the_pdf_is_accessible_complete_and_links_to_its_verification(printed, tmp_path):
    pdf = content(printed, "pdf", "en")
    text = text_of(pdf)

    assert accessibility_errors(pdf, tmp_path) == []
    for title in (
        "Summary", "Context and needs", "Results chain, from need to result", "Results against the plan",
        "What was learned and used", "Reforms in courts", "Court indicators", "Money", "Method and quality",
        "Provenance",
    ):  # fmt: skip
        assert title in text
    assert "No closed needs assessment is linked to" in text  # a section without rows says so
    assert qr_codes_of(pdf, dpi=200)[0].endswith(
        reverse("evaluations:reports:verify", args=[printed.public_id])
    )
    assert printed.snapshot.sha256 in text.replace(" ", "")


def test_the_arabic_report_runs_from_the_right_with_the_same_figures(frozen, tmp_path):
    pdf = render_pdf(frozen, "ar")

    assert accessibility_errors(pdf, tmp_path) == []
    assert str(opened(pdf).Root.Lang) == "ar"
    with translation.override("ar"):
        shown = SnapshotReader(frozen).show("lines.all.spent")
    assert not re.search("[0-9]", shown)
    assert shown in text_of(pdf)


def test_no_small_count_and_no_name_is_in_any_output(printed, maker):
    outputs = [
        page_of(printed, maker),
        text_of(content(printed, "pdf", "en")),
        attachments_of(content(printed, "pdf", "en"))["jurisdictions.csv"].decode(),
        str(
            [
                row
                for sheet in load_workbook(io.BytesIO(content(printed, "xlsx", "en")))
                for row in sheet.values
            ]
        ),
    ]

    assert all("Secret Name" not in output for output in outputs)
    assert all("A private matter" not in output for output in outputs)
    assert "withheld" in outputs[0]
    assert "withheld" in outputs[1]


def test_placeholders_in_the_narrative_show_the_frozen_figure(frozen, maker, approver, carry_out):
    services.write_narrative(
        report=frozen,
        narrative={"changed": "We spent {lines.all.spent} in all."},
        revision=frozen.revision,
        by=maker,
    )
    frozen.refresh_from_db()
    carry_out(services.approve(report=frozen, by=approver), services.create_files)

    assert "We spent 300.30 in all." in text_of(content(frozen, "pdf", "en"))
    assert "We spent 300.30 in all." in page_of(frozen, maker)


def test_the_files_are_stored_once_with_their_hashes(printed, approver, carry_out):
    from portal.jobs import services as jobs

    before = list(printed.files.values_list("pk", "file__sha256"))
    carry_out(
        jobs.start(services.CREATE_FILES, key="again", by=approver, target=printed), services.create_files
    )

    assert list(printed.files.values_list("pk", "file__sha256")) == before
    assert len(before) == 2
    pdf = printed.files.get(kind="pdf", language="en")
    assert hashlib.sha256(content(printed, "pdf", "en")).hexdigest() == pdf.file.sha256


def test_a_chart_with_fewer_rows_than_its_table_states_the_number():
    many = SimpleNamespace(tables={"scores": {"rows": [None] * 40}})
    few = SimpleNamespace(tables={"scores": {"rows": [None] * 12}})

    assert "The chart shows 12 of 40." in charts.caption(many, "scores", "A change.")
    assert charts.caption(few, "scores", "A change.") == "A change."
