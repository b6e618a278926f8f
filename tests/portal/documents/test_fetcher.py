"""A document can load only its own files, whatever markup a name or a text contains."""

import pytest
from weasyprint import CSS, HTML, Attachment
from weasyprint.urls import FatalURLFetchingError

from portal.documents.assets import AssetBundle
from portal.documents.engine import render_document
from portal.documents.fetcher import LocalOnlyFetcher

SECRET = "file:///etc/passwd"
PLACES = [
    SECRET,
    "http://127.0.0.1:9/x",
    "https://example.com/x.css",
    "data:text/css,body{color:red}",
    "asset:fonts/../../settings.py",
    "asset:/etc/passwd",
    "asset:nothing.css",
    "ftp://example.com/x",
]


@pytest.mark.parametrize("address", PLACES)
@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="stylesheet" href="{}">',
        "<style>@import url('{}');</style>",
        "<style>@font-face{{font-family:x;src:url('{}')}} p{{font-family:x}}</style><p>x</p>",
        '<style>p{{background:url("{}")}}</style><p>x</p>',
        '<img alt="x" src="{}">',
        '<object data="{}"></object>',
    ],
)
def test_markup_that_loads_another_file_is_rejected(markup, address):
    with pytest.raises(FatalURLFetchingError):
        render_document(markup.format(address), sheets=(), variant=None)


@pytest.mark.parametrize("address", PLACES)
def test_a_linked_attachment_is_rejected(address):
    document = render_document(f'<link rel="attachment" href="{address}"><p>x</p>', sheets=(), variant=None)

    with pytest.raises(FatalURLFetchingError):
        document.write_pdf()


@pytest.mark.parametrize("address", PLACES)
def test_other_stylesheets_and_attachments_are_rejected(address):
    ours = LocalOnlyFetcher(AssetBundle())

    with pytest.raises(FatalURLFetchingError):
        CSS(string=f"@import url('{address}');", url_fetcher=ours)
    document = HTML(string="<p>x</p>", url_fetcher=ours).render()
    with pytest.raises(FatalURLFetchingError):
        document.write_pdf(attachments=[Attachment(url=address, url_fetcher=ours)])


def test_a_file_inside_an_svg_is_not_loaded():
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="{SECRET}"/></svg>'
    document = render_document(
        '<img alt="x" src="asset:drawing.svg">',
        sheets=(),
        variant=None,
        files={"drawing.svg": (drawing.encode(), "image/svg+xml")},
    )

    assert b"root:" not in document.write_pdf(uncompressed_pdf=True)


def test_files_of_the_portal_are_loaded():
    page = render_document('<img alt="met" src="asset:icons/ok.svg">', sheets=("base",), variant=None)

    assert len(page.pages) == 1
