"""Limits which files documents can load."""

from collections.abc import Mapping

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "asset"


class LocalOnlyFetcher(URLFetcher):
    """Serves `asset:name` from the given files and rejects all other URLs with FatalURLFetchingError.

    The default fetcher of WeasyPrint reads `file:` URLs and connects to any host, so that markup in a name could
    print a file of the server. `files` maps names to (bytes, media type).
    """

    def __init__(self, files: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:  # noqa: ARG002
        """The named file; overrides the method of WeasyPrint."""
        scheme, _, name = url.partition(":")
        if scheme != SCHEME or name not in self._files:
            raise FatalURLFetchingError(f"A document asked for {url[:80]!r}, which is not one of its files.")
        body, media_type = self._files[name]
        return URLFetcherResponse(url, body, {"Content-Type": media_type})
