"""Reports as tagged PDF (PDF/A-3a and PDF/UA-1) with attached data.

Only workers import this, since it loads the engine.
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

# In PDF/A, the claim of PDF/UA conformance needs its schema.
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
    """A file attached to the report, such as a table as CSV or the figures as JSON."""

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

    `files` maps names to (bytes, media type); the HTML refers to them as `asset:name`. `created_at` is the time when
    the report was frozen, also in the `dcterms` metadata of the HTML.
    """
    fetcher = LocalOnlyFetcher(AssetBundle())
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
                url_fetcher=fetcher,
            )
            for each in sorted(attachments, key=lambda each: each.name)  # PDF readers use binary search
        ],
    )


def _claim_accessibility(_document: Any, pdf: pydyf.PDF) -> None:
    """Add the claim of PDF/UA-1 to the metadata, where the engine has written only PDF/A."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            item.stream = [
                part.replace(END_OF_METADATA, UA_CLAIM + END_OF_METADATA) if isinstance(part, bytes) else part
                for part in item.stream
            ]
            return
    raise LookupError("The document has no metadata for the claim of PDF/UA.")
