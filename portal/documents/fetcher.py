"""The only door through which a document reaches anything outside its own HTML."""

from collections.abc import Mapping

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "asset"


class LocalOnlyFetcher(URLFetcher):
    """Hands out `asset:name` from the files given, and refuses every other address.

    WeasyPrint's own fetcher reads `file:` and goes to any host: a name with markup in it could print a
    file of the server. `files` maps a name to (bytes, media type). A refusal stops the document:
    FatalURLFetchingError.
    """

    def __init__(self, files: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:  # noqa: ARG002
        """Answer the named file; the signature is WeasyPrint's."""
        scheme, _, name = url.partition(":")
        if scheme != SCHEME or name not in self._files:
            raise FatalURLFetchingError(f"A document asked for {url[:80]!r}, which is not one of its files.")
        body, media_type = self._files[name]
        return URLFetcherResponse(url, body, {"Content-Type": media_type})
