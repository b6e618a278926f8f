"""Helpers that read PDF files: text, QR codes, attachments and accessibility errors."""

import io
import unicodedata

import pikepdf
import pypdfium2
import zxingcpp
from pdfua import Severity, validate


def text_of(pdf: bytes) -> str:
    """The words of all pages, with white space made one and presentation forms undone."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(unicodedata.normalize("NFKC", " ".join(pages)).split())


def qr_codes_of(pdf: bytes, *, dpi: int = 150) -> list[str]:
    """The contents of the QR codes on the first page."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(image)]


def accessibility_errors(pdf: bytes, tmp_path) -> list[str]:
    path = tmp_path / "checked.pdf"
    path.write_bytes(pdf)
    return [f.message for f in validate(str(path)).findings if f.severity is Severity.ERROR]


def opened(pdf: bytes) -> pikepdf.Pdf:
    """The file, after a structural check that finds nothing."""
    document = pikepdf.open(io.BytesIO(pdf))
    assert document.check_pdf_syntax() == []
    return document


def attachments_of(pdf: bytes) -> dict[str, bytes]:
    """The files inside, read while the document is open: pikepdf's handles do not outlive it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {name: document.attachments[name].get_file().read_bytes() for name in document.attachments}
