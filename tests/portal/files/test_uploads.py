"""Uploads are checked by their content."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.files import uploads


def image(kind="PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, kind)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def package(parts: dict[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(**extra: bytes) -> bytes:
    return package({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **extra})


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def upload(content: bytes, name="file.bin", kind="application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (PDF, "pdf", "application/pdf"),
        (image("PNG"), "image", "image/png"),
        (image("JPEG"), "image", "image/jpeg"),
        (workbook(), "xlsx", uploads.XLSX),
        (docx(), "docx", uploads.DOCX),
        ("court;Zahl\nSüd;3\n".encode(), "csv", "text/csv"),
        ("court;Zahl\nSüd;3\n".encode("cp1252"), "csv", "text/csv"),
        ("court\tn\n".encode("utf-16"), "csv", "text/csv"),
    ],
)
def test_the_file_type_is_detected_from_the_content_not_the_name(content, kind, media_type):
    checked = uploads.check(upload(content, name="evil.exe", kind="text/html"))

    assert (checked.kind, checked.media_type) == (kind, media_type)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" + b"\x00" * 100, "wrong_kind"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "wrong_kind"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "wrong_kind"),
        (b"#!/bin/sh\nrm -rf /\n", "wrong_kind"),
        (b"%PDF-1.7\n cut", "damaged"),
        (image()[:40], "damaged"),
        (workbook()[:600], "damaged"),
        (package({"readme.txt": b"no office file"}), "wrong_kind"),
        (docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        (package({"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                  "xl/workbook.xml": b"<w/>"}), "macros"),
        (docx(**{"word/media/zeros.bin": b"\x00" * 30_000_000}), "bomb"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "locked"),
    ],
)  # fmt: skip
def test_harmful_and_unreadable_files_are_rejected_with_a_reason(content, code):
    with pytest.raises(uploads.UploadRejected) as raised:
        uploads.check(upload(content, name="decision.pdf", kind="application/pdf"))

    assert raised.value.code == code
    assert raised.value.field == "file"
    assert len(str(raised.value)) > 15


def test_an_unaccepted_type_is_rejected_with_the_accepted_ones():
    with pytest.raises(uploads.UploadRejected) as raised:
        uploads.check(upload(workbook()), kinds=("pdf", "image"))

    assert raised.value.code == "wrong_kind"
    for kind, name in uploads.KIND_NAMES.items():
        assert (str(name) in str(raised.value)) == (kind in ("pdf", "image"))


def test_a_file_over_the_limit_is_rejected_with_the_limit(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024

    with pytest.raises(uploads.UploadRejected, match=r"1.0.MB"):
        uploads.check(upload(b"%PDF-" + b"x" * 1024 * 1024))


def test_an_image_with_too_many_pixels_is_not_decoded():
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")

    with pytest.raises(uploads.UploadRejected) as raised:
        uploads.check(upload(out.getvalue()))

    assert raised.value.code == "bomb"


@pytest.mark.parametrize(
    ("uploaded_name", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\plan.pdf", "plan.pdf"),
        ('a"b<c>.pdf', "a b c .pdf"),
        ("plan\r\nSet-Cookie: x.pdf", "plan Set-Cookie x.pdf"),
        ("exe\u202efdp.scr", "exe fdp.scr"),
        ("خطة العمل.pdf", "خطة العمل.pdf"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_file_names_keep_their_script_and_lose_dangerous_characters(uploaded_name, cleaned):
    assert uploads.clean_name(uploaded_name) == cleaned


def test_a_download_gets_the_extension_of_its_content():
    assert uploads.download_name("plan.pdf", "application/pdf") == "plan.pdf"
    assert uploads.download_name("plan.pdf.exe", "application/pdf") == "plan.pdf.exe.pdf"
    assert uploads.download_name("figures.txt", "text/csv") == "figures.txt"
