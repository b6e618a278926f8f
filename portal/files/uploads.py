"""Checks of uploaded files by their content: the file name and the type sent by the browser can be wrong."""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from portal.access.errors import DomainError
from portal.languages.lists import join_list
from portal.languages.numbers import digits, interpolate

MAX_PIXELS = 60_000_000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_UNPACKED_RATIO = 120
MAX_PARTS = 5_000
_NAME_MAX_LENGTH = 120

TOO_MANY_PIXELS = _("This image has too many pixels. Reduce its size and try again.")
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = OFFICE + "wordprocessingml.document", OFFICE + "spreadsheetml.sheet"
EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    DOCX: ".docx",
    XLSX: ".xlsx",
    "text/csv": ".csv",
}
KIND_NAMES = {"pdf": _("PDF"), "image": _("PNG or JPEG image"), "docx": _("Word (.docx)"),
              "xlsx": _("Excel (.xlsx)"), "csv": _("CSV")}  # fmt: skip


class UploadRejected(DomainError):  # noqa: N818  # an expected outcome, not a programming error
    """`code` is empty, too_large, wrong_kind, damaged, macros, bomb or locked."""

    code = "wrong_kind"


@dataclass(frozen=True)
class CheckedUpload:
    """The detected type of an upload."""

    kind: str
    media_type: str


def check(uploaded: File, kinds: Collection[str] = ("pdf", "image", "docx", "xlsx", "csv")) -> CheckedUpload:
    """Detect the type of an upload. Raises UploadRejected, with a message, if it is not one of `kinds` or unsafe."""
    size = int(uploaded.size or 0)
    if size == 0:
        raise _rejection("empty", _("This file is empty. Choose another file."))
    if size > settings.UPLOAD_MAX_BYTES:
        limit = digits(filesizeformat(settings.UPLOAD_MAX_BYTES))
        raise _rejection(
            "too_large",
            interpolate(gettext("This file is larger than %(limit)s. Choose a smaller file."), limit=limit),
        )
    detected = _identify(uploaded)
    if detected is None or detected.kind not in kinds:
        names = join_list(str(KIND_NAMES[kind]) for kind in KIND_NAMES if kind in kinds)
        raise _rejection(
            "wrong_kind",
            interpolate(
                gettext("This file type is not accepted. Upload one of these: %(kinds)s."), kinds=names
            ),
        )
    uploaded.seek(0)
    return detected


def media_type_of(file: File) -> str:
    """The media type for the download; `application/octet-stream` if it is not one of the known types."""
    try:
        detected = _identify(file)
    except UploadRejected:
        detected = None
    file.seek(0)
    return detected.media_type if detected else "application/octet-stream"


def clean_name(name: str) -> str:
    """A safe file name: without path, control and bidirectional override characters, and not too long."""
    last = PurePosixPath(name.replace("\\", "/")).name
    spaced = "".join(
        " " if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"} else character
        for character in last
    )
    cleaned = re.sub(r'[<>:"|?*\s]+', " ", unicodedata.normalize("NFC", spaced)).strip(" .")
    stem, dot, extension = cleaned.rpartition(".")
    if dot and stem and len(extension) <= 8:
        return f"{stem[:_NAME_MAX_LENGTH]}.{extension}"
    return cleaned[:_NAME_MAX_LENGTH] or "file"


def download_name(name: str, media_type: str) -> str:
    """The stored name with the extension of its media type, so that nobody downloads an `invoice.pdf.exe`."""
    extension = EXTENSIONS.get(media_type, ".bin")
    allowed = {".jpg": (".jpg", ".jpeg"), ".csv": (".csv", ".txt")}.get(extension, (extension,))
    return name if name.lower().endswith(allowed) else name + extension


def _identify(file: File) -> CheckedUpload | None:
    file.seek(0)
    head = file.read(8)
    for magic, detect in _DETECTORS:
        if head.startswith(magic):
            file.seek(0)
            return detect(file)
    file.seek(0)
    return _csv(file)


def _pdf(file: File) -> CheckedUpload:
    size = file.seek(0, 2)
    file.seek(max(0, size - 2048))
    if b"%%EOF" not in file.read():
        raise _rejection("damaged", _("This PDF is incomplete or damaged. Save a new copy and try again."))
    return CheckedUpload("pdf", "application/pdf")


def _image(file: File) -> CheckedUpload:
    try:
        with Image.open(file, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _rejection("bomb", TOO_MANY_PIXELS)
            media_type = {"PNG": "image/png", "JPEG": "image/jpeg"}[image.format or ""]
            image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _rejection("bomb", TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _rejection("damaged", _("This image is damaged. Save a new copy and try again.")) from error
    return CheckedUpload("image", media_type)


def _office(file: File) -> CheckedUpload | None:
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            _check_unpacked_size(parts, int(file.size or 0))
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names:
                return None
            types = package.read("[Content_Types].xml").decode("utf-8", "replace")
            if (
                any(name.lower().endswith("vbaproject.bin") for name in names)
                or "macroenabled" in types.lower()
            ):
                raise _rejection(
                    "macros", _("This file contains macros. Save it without macros and try again.")
                )
            if package.testzip() is not None:
                raise zipfile.BadZipFile
    except (zipfile.BadZipFile, EOFError, KeyError, OSError, ValueError, NotImplementedError) as error:
        raise _rejection("damaged", _("This file is damaged. Save a new copy and try again.")) from error
    except RuntimeError as error:  # zipfile raises this for an encrypted member
        raise _rejection(
            "locked", _("This file is password-protected. Remove the password and try again.")
        ) from error
    if "xl/workbook.xml" in names:
        return CheckedUpload("xlsx", XLSX)
    return CheckedUpload("docx", DOCX) if "word/document.xml" in names else None


def _check_unpacked_size(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > min(MAX_UNPACKED_BYTES, max(size, 1) * MAX_UNPACKED_RATIO):
        raise _rejection("bomb", _("This file is too large when unpacked, so it was not opened."))


def _old_office(_file: File) -> CheckedUpload:
    raise _rejection(
        "locked",
        _(
            "This is an old Office file or it is password-protected. Save it as .docx or .xlsx without "
            "a password."
        ),
    )


def _csv(file: File) -> CheckedUpload | None:
    """Text without control characters other than tabs and line ends, in UTF-8, UTF-16 or an old 8-bit encoding."""
    sample = file.read(65_536)
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return CheckedUpload("csv", "text/csv")
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", sample):
        return None
    is_markup_or_script = re.match(
        rb"\s*(<!doctype|<html|<\?xml|<svg|<script|#!|%!PS|\{\\rtf)", sample, re.IGNORECASE
    )
    return None if is_markup_or_script else CheckedUpload("csv", "text/csv")


def _rejection(code: str, message: str | Promise) -> UploadRejected:
    return UploadRejected(message, code=code, field="file")


_DETECTORS: tuple[tuple[bytes, Callable[[Any], CheckedUpload | None]], ...] = (
    (b"%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _image),
    (b"\xff\xd8\xff", _image),
    (b"PK\x03\x04", _office),
    (b"\xd0\xcf\x11\xe0", _old_office),
)
