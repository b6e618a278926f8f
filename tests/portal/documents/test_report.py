"""Report files: tags, PDF/A, table of contents, attached data and reproducible bytes."""

import logging
from datetime import UTC, datetime

import pypdfium2
import pytest

from portal.documents.report import ReportAttachment, render_report
from tests.portal.documents.reading import accessibility_errors, attachments_of, opened, qr_codes_of, text_of
from tests.portal.documents.sample_report import ADDRESS, WORDS, sample

pytestmark = pytest.mark.worker

WHEN = datetime(2026, 11, 2, tzinfo=UTC)
DATA = (
    ReportAttachment("framework.csv", b"code,value\nI1,268\n", "Every indicator"),
    ReportAttachment("figures.json", b'{"I1": 268}', "Every printed number"),
)


@pytest.fixture(scope="module", params=["en", "ar"])
def report(request) -> tuple[str, bytes]:
    return request.param, render_report(sample(request.param), created_at=WHEN, attachments=DATA)


def test_a_report_passes_accessibility_checks(report, tmp_path):
    assert accessibility_errors(report[1], tmp_path) == []


def test_a_report_claims_pdf_a_and_pdf_ua_and_has_tags(report):
    language, pdf = report
    document = opened(pdf)

    with document.open_metadata() as metadata:
        claims = {key: metadata[key] for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
    assert claims == {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == language
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert len(document.Root.OutputIntents) == 1


def test_every_font_is_embedded(report):
    for item in opened(report[1]).objects:
        if getattr(item, "get", None) and item.get("/Type") == "/FontDescriptor":
            assert any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_the_outline_links_every_section(report):
    language, pdf = report
    with opened(pdf).open_outline() as outline:
        titles = [item.title for item in outline.root]

    assert titles[-3:] == [f"{n} {WORDS[language]['section']} {n}" for n in (1, 2, 3)]


def test_the_table_of_contents_has_the_first_page_of_each_section():
    document = pypdfium2.PdfDocument(render_report(sample("en"), created_at=WHEN))
    listed = document[1].get_textpage().get_text_bounded().splitlines()

    begins = {mark.get_title(): mark.get_dest().get_index() + 1 for mark in document.get_toc()}
    for number in (1, 2, 3):
        title = f"{WORDS['en']['section']} {number}"
        line = next(line for line in listed if line.startswith(title))
        assert int(line.split()[-1]) == begins[f"{number} {title}"]


def test_text_and_figures_can_be_extracted(report):
    language, pdf = report
    text = text_of(pdf).replace(" ", "")

    for phrase in (WORDS[language]["lead"], "268", "IR-2026-PAC"):
        assert phrase.replace(" ", "") in text or language == "ar"
    assert "IR-2026-PAC" in text


def test_the_qr_code_on_the_cover_links_to_the_report(report):
    assert qr_codes_of(report[1], dpi=200) == [ADDRESS]


def test_the_data_is_attached(report):
    document = opened(report[1])

    assert attachments_of(report[1]) == {each.name: each.content for each in DATA}
    assert {str(item.AFRelationship) for item in document.Root.AF} == {"/Data"}


def test_rendering_again_gives_the_same_bytes(report):
    language, pdf = report

    assert render_report(sample(language), created_at=WHEN, attachments=DATA) == pdf


def test_rendering_logs_no_errors(caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        render_report(sample("en"), created_at=WHEN, attachments=DATA)

    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
