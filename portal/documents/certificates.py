"""Certificates as PDF: the layout of many certificates at once, then one file each on a shared letterhead.

The engine is imported by the first call, so that web processes can import this module cheaply.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from datetime import date
from math import ceil
from typing import Any, Self

from django.template.loader import render_to_string

from portal.documents.fonts import printable
from portal.documents.text_metrics import size_step, width_in_em

CHUNK = 50  # certificates in one layout: more need more memory, but are not faster
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
SignatureImages = tuple[bytes | None, bytes | None]
ADDRESS = "{address}"  # the placeholder for the link in `verify_text`


class CertificateOverflowError(ValueError):
    """The text of a certificate did not fit on one page."""


@dataclass(frozen=True, kw_only=True)
class CertificateText:
    """The texts of a certificate, in its language, as stored and printed.

    `attests` has one or two lines, `facts` five (label, value), `signatures` two (name, office).
    `verify_text` contains `{address}` once; the QR code links to `verify_url`, printed as `verify_address`.
    """

    language: str
    issuer: str
    partner: str
    title: str
    intro: str
    name: str
    office: str
    did: str
    course: str
    attests: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    signatures: tuple[tuple[str, str], ...]
    code: str
    verify_title: str
    verify_text: str
    verify_url: str
    verify_address: str
    issued_on: date

    def as_snapshot(self) -> dict[str, Any]:
        """JSON-serializable values for `from_snapshot`."""
        return asdict(self) | {"issued_on": self.issued_on.isoformat()}

    @classmethod
    def from_snapshot(cls, snapshot: dict[str, Any]) -> Self:
        lists = {
            "attests": tuple(snapshot["attests"]),
            "facts": tuple((label, value) for label, value in snapshot["facts"]),
            "signatures": tuple((name, office) for name, office in snapshot["signatures"]),
        }
        return cls(**snapshot | lists | {"issued_on": date.fromisoformat(snapshot["issued_on"])})

    @property
    def direction(self) -> str:
        return "rtl" if self.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def render_certificates(
    rows: Sequence[CertificateText], template_version: int, signature_images: SignatureImages = (None, None)
) -> list[bytes]:
    """One PDF (PDF/UA-1) for each row, in the same order; rows may be in different languages.

    The same row gives the same bytes in any batch, until the engine or a font changes.
    Raises `CertificateOverflowError`, and KeyError for an unknown template.
    """
    done: dict[int, bytes] = {}
    for language in sorted({row.language for row in rows}):
        numbers = [number for number, row in enumerate(rows) if row.language == language]
        for start in range(0, len(numbers), CHUNK):
            part = numbers[start : start + CHUNK]
            done.update(
                zip(part, _chunk([rows[n] for n in part], template_version, signature_images), strict=True)
            )
    return [done[number] for number in range(len(rows))]


def _chunk(
    rows: Sequence[CertificateText], template: int, signature_images: SignatureImages
) -> Iterable[bytes]:
    """Certificates in one language from one layout."""
    from portal.documents.engine import render_document  # noqa: PLC0415  the engine is for workers only
    from portal.documents.letterhead import letterhead, stamp  # noqa: PLC0415

    direction = rows[0].direction
    letterhead(template, direction, signature_images)
    with _garbage_collection_paused():
        html = render_to_string("documents/certificates.html", _context(rows))
        document = render_document(html, sheets=("base", "certificate"), variant="pdf/ua-1")
        if len(document.pages) != len(rows):
            raise CertificateOverflowError(f"{len(rows)} certificates took {len(document.pages)} pages.")
        return [
            stamp(
                _single_page(document, page, row),
                template=template,
                direction=direction,
                signature_images=signature_images,
                address=row.verify_url.upper(),
            )
            for page, row in zip(document.pages, rows, strict=True)
        ]


def _single_page(document: Any, page: Any, row: CertificateText) -> bytes:
    """One page of the layout as a PDF with only its own data."""
    single = document.copy([page])
    single.metadata = copy(document.metadata)
    single.metadata.title = f"{row.title}: {printable(row.name)}"
    single.metadata.authors = [row.issuer]
    single.metadata.created = single.metadata.modified = f"{row.issued_on.isoformat()}T00:00:00Z"
    return single.write_pdf(pdf_variant="pdf/ua-1")


def _context(rows: Sequence[CertificateText]) -> dict[str, Any]:
    first = rows[0]
    return {"language": first.language, "direction": first.direction, "people": list(_people(rows))}


def _people(rows: Sequence[CertificateText]) -> Iterator[dict[str, Any]]:
    for row in rows:
        before, _, after = row.verify_text.partition(ADDRESS)
        name = printable(row.name)
        yield {
            "row": row,
            "name": name,
            "name_size": size_step(name, 19, 25, 33, 78),
            "office_size": size_step(row.office, 62),
            "course_size": size_step(row.course, 33),
            "attests_size": int(sum(ceil(width_in_em(line) / 52) for line in row.attests) > 3),
            "facts": [(label, value, size_step(value, 13, 29)) for label, value in row.facts],
            "before": before,
            "after": after,
        }


class _garbage_collection_paused:  # noqa: N801  used like a function
    """Turns garbage collection off in the block and runs it afterwards, which saves 5 to 20 % of the time."""

    def __enter__(self) -> None:
        self.was_enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self.was_enabled:
            gc.enable()
        gc.collect()
