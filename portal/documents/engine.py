"""WeasyPrint with the fonts and stylesheets of the portal. Only workers import this: it takes a second and 80 MB.

Stylesheets and documents must use the same FontConfiguration, which must outlive both and must not be shared
between threads. So each process has one, and the worker uses processes.
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
    """The stylesheets as one, parsed once for each process."""
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
    """The document laid out in pages. It can use only the fonts, icons and stylesheets of the portal and `files`."""
    source = HTML(string=html, base_url=BASE, url_fetcher=LocalOnlyFetcher(AssetBundle(files)))
    return source.render(
        stylesheets=[parsed_stylesheet(*sheets)] if sheets else [],
        font_config=font_configuration(),
        cache={},
        pdf_variant=variant,
    )
