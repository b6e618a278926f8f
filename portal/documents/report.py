"""A report as one tagged PDF: made to PDF/A-3a and PDF/UA-1, with its data attached.

Only workers import this: it loads the engine.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pydyf
from weasyprint import Attachment

from portal.documents.assets import AssetBundle
from portal.documents.engine import render_document
from portal.documents.fetcher import LocalOnlyFetcher

# PDF/A allows a claim of PDF/UA only with the schema of that claim beside it.
UA_CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
END_OF_METADATA = b"</rdf:RDF>"


@dataclass(frozen=True)
class ReportAttachment:
    """A file inside the report: its table as CSV, its figures as JSON."""

    name: str
    content: bytes
    description: str


def render_report(
    html: str,
    *,
    created_at: datetime,
    attachments: Sequence[ReportAttachment] = (),
    files: Mapping[str, tuple[bytes, str]] | None = None,
) -> bytes:
    """The report as PDF. The same arguments give the same bytes.

    `files` are what the HTML may name as `asset:name`, as (bytes, media type). `created_at` is the moment of
    freezing, not of printing. The HTML's own `dcterms` metas must say the same moment.
    """
    ours = LocalOnlyFetcher(AssetBundle())
    document = render_document(html, sheets=("base", "report"), variant="pdf/a-3a", files=files)
    return document.write_pdf(
        pdf_variant="pdf/a-3a",
        finisher=_claim_accessibility,
        attachments=[
            Attachment(
                file_obj=io.BytesIO(each.content),
                name=each.name,
                description=each.description,
                relationship="Data",
                created=created_at,
                modified=created_at,
                url_fetcher=ours,
            )
            for each in sorted(attachments, key=lambda each: each.name)  # readers search them by halves
        ],
    )


def _claim_accessibility(_document: Any, pdf: pydyf.PDF) -> None:
    """Say PDF/UA-1 in the metadata, beside the PDF/A that the engine has written there."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            item.stream = [
                part.replace(END_OF_METADATA, UA_CLAIM + END_OF_METADATA) if isinstance(part, bytes) else part
                for part in item.stream
            ]
            return
    raise LookupError("The document has no metadata to claim accessibility in.")
