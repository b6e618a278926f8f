"""Certificate files: complete texts on one page, without data of others, and reproducible bytes."""

import json
import os
import re
import subprocess
import sys
import unicodedata

import pytest
from django.template.loader import render_to_string
from weasyprint.formatting_structure import boxes

from portal.documents.certificates import CertificateText, _context, render_certificates
from portal.documents.engine import render_document
from tests.portal.documents.certificate_texts import (
    ARABIC,
    CHINESE,
    ENGLISH,
    LONGEST,
    SCRIPTS,
    certificate_text,
)
from tests.portal.documents.reading import accessibility_errors, opened, qr_codes_of, text_of

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    """One certificate in each script, printed together."""
    return dict(
        zip(
            SCRIPTS,
            render_certificates([certificate_text(base) for base in SCRIPTS.values()], 1),
            strict=True,
        )
    )


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_certificate_contains_the_texts_of_its_row(printed, script):
    base = SCRIPTS[script]
    shown = [
        base["name"],
        base["course"],
        base["office"],
        base["code"],
        base["verify_address"],
        *base["attests"],
    ]
    shown += [value for _, value in base["facts"]] + [name for name, _ in base["signatures"]]
    text = _letters(text_of(printed[script]))
    assert [phrase for phrase in shown if not _letters(phrase) <= text] == []


def _letters(text: str) -> set[str]:
    """Words as bags of letters: this reader gives the letters of an Arabic ligature back in the order that it
    saw them, and sets a space before a shadda.
    """
    plain = re.sub(r"\s*\u0651", "", unicodedata.normalize("NFKC", text))
    return {"".join(sorted(word)) for word in re.split(r"[^\w<>&]+", plain) if word}


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_qr_code_links_to_the_public_page(printed, script):
    assert qr_codes_of(printed[script]) == [ENGLISH["verify_url"].upper()]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_certificate_is_one_small_accessible_page(printed, script, tmp_path):
    document = opened(printed[script])

    assert len(document.pages) == 1
    assert len(printed[script]) < 200_000
    assert str(document.Root.Lang) == SCRIPTS[script]["language"]
    assert accessibility_errors(printed[script], tmp_path) == []
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"].endswith(SCRIPTS[script]["name"])


def test_a_certificate_has_the_same_bytes_in_any_batch(printed):
    crowd = [certificate_text(ENGLISH, name=f"Judge Number {n}", code=f"CODE-{n}") for n in range(11)]

    assert render_certificates([certificate_text(ENGLISH)], 1)[0] == printed["english"]
    assert render_certificates([*crowd, certificate_text(ARABIC), certificate_text(ENGLISH)], 1)[-2:] == [
        printed["arabic"],
        printed["english"],
    ]


def test_another_process_renders_the_same_bytes(printed):
    script = (
        "import sys; sys.path.insert(0, '.'); import django; django.setup();"
        "from tests.portal.documents.certificate_texts import *;"
        "from portal.documents.certificates import render_certificates;"
        "sys.stdout.buffer.write(render_certificates([certificate_text(CHINESE)], 1)[0])"
    )

    other = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=_elsewhere())

    assert other.stdout == printed["chinese"]


def _elsewhere() -> dict[str, str]:
    return os.environ | {
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Apia",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }


def test_a_certificate_contains_no_data_of_other_people():
    alone = render_certificates(
        [certificate_text(ENGLISH, name="Losaline Fifita"), certificate_text(ENGLISH, name="Tevita Moala")], 1
    )[0]

    document = opened(alone)
    everything = b"".join(
        stream.read_bytes()
        for stream in document.objects
        if hasattr(stream, "read_bytes") and "/Length" in stream
    )
    assert "Tevita" not in text_of(alone)
    assert b"Tevita" not in everything


def test_long_texts_do_not_overlap():
    """Walks the laid-out page: no line of text lies over another, and none leaves the sheet."""
    upper = {"name": LONGEST["name"].upper()[:100], "course": LONGEST["course"].upper()[:110]}
    rows = [
        certificate_text(LONGEST),
        certificate_text(LONGEST, **upper),
        certificate_text(
            LONGEST,
            facts=tuple(
                (label, "A rather long value for a fact, with words") for label, _ in ENGLISH["facts"]
            ),
        ),
        certificate_text(
            LONGEST,
            attests=(
                "Attended " + "every session and sat with a partner court, " * 4,
                "Attested at level 3.",
            ),
        ),
    ]
    html = render_to_string("documents/certificates.html", _context(rows))

    for page in render_document(html, sheets=("base", "certificate"), variant=None).pages:
        lines = sorted(_lines(page._page_box))
        for (top, bottom, left, right, text), (top2, bottom2, left2, right2, text2) in _pairs(lines):
            apart = bottom <= top2 + 1 or bottom2 <= top + 1 or right <= left2 or right2 <= left
            assert apart, (text, text2)
        assert min(line[2] for line in lines) > 20 * 96 / 25.4
        assert max(line[3] for line in lines) < 277 * 96 / 25.4


def _lines(box):
    for child in box.descendants(placeholders=True):
        if isinstance(child, boxes.TextBox) and child.text.strip():
            size = child.style["font_size"]
            base = child.position_y + child.baseline
            yield (
                base - 0.72 * size,
                base + 0.18 * size,
                child.position_x,
                child.position_x + child.width,
                child.text,
            )


def _pairs(lines):
    return ((a, b) for number, a in enumerate(lines) for b in lines[number + 1 :])


def test_markup_in_a_name_is_printed_as_text():
    pdf = render_certificates([certificate_text(ENGLISH, name="<b>Ann</b> & <img src=x>")], 1)[0]

    assert "<b>Ann</b> & <img src=x>" in text_of(pdf)


@pytest.mark.parametrize("base", [ENGLISH, ARABIC, CHINESE], ids=["english", "arabic", "chinese"])
def test_a_snapshot_restores_the_same_texts(base):
    stored = json.loads(json.dumps(certificate_text(base).as_snapshot()))

    assert CertificateText.from_snapshot(stored) == certificate_text(base)


def test_the_web_process_does_not_import_the_engine():
    script = (
        "import django, sys; django.setup(); import portal.documents.certificates, portal.urls;"
        "print('weasyprint' in sys.modules)"
    )

    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, env=_elsewhere(), text=True
    )

    assert answer.stdout.strip() == "False"
