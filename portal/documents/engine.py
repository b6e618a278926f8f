"""WeasyPrint, set up once for a process. Only workers import this: it costs a second and 80 MB.

A FontConfiguration must be the same object for the sheets and for the document, and must outlive both; it
is not for sharing between threads. So there is one for a process, and the worker is prefork.
"""

import logging
from collections.abc import Mapping
from functools import cache

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from portal.documents.assets import AssetBundle, stylesheet
from portal.documents.fetcher import SCHEME, LocalOnlyFetcher

logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)
BASE = f"{SCHEME}:"


@cache
def font_configuration() -> FontConfiguration:
    return FontConfiguration()


@cache
def parsed_stylesheet(*names: str) -> CSS:
    """The named sheets as one, parsed once for a process."""
    return CSS(
        string=stylesheet(*names),
        base_url=BASE,
        font_config=font_configuration(),
        url_fetcher=LocalOnlyFetcher(AssetBundle()),
    )


def render_document(
    html: str,
    *,
    sheets: tuple[str, ...],
    variant: str | None,
    files: Mapping[str, tuple[bytes, str]] | None = None,
) -> Document:
    """The document laid out in pages. It can fetch the portal's fonts, icons, sheets and `files`, and
    nothing else.
    """
    source = HTML(string=html, base_url=BASE, url_fetcher=LocalOnlyFetcher(AssetBundle(files)))
    return source.render(
        stylesheets=[parsed_stylesheet(*sheets)] if sheets else [],
        font_config=font_configuration(),
        cache={},
        pdf_variant=variant,
    )
