"""The files that documents may use: the fonts, icons and stylesheets of this package."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".css": "text/css"}
FOLDERS = ("fonts", "icons", "sheets")


class AssetBundle(Mapping[str, tuple[bytes, str]]):
    """Maps names such as `fonts/sans-400.ttf` to (bytes, media type). `more` are files of one document, such as a logo.

    The names are listed in advance: no path is built from a name in a document.
    """

    def __init__(self, more: Mapping[str, tuple[bytes, str]] | None = None) -> None:
        self._paths = _paths()
        self._more = dict(more or {})

    def __getitem__(self, name: str) -> tuple[bytes, str]:
        if name in self._more:
            return self._more[name]
        path = self._paths[name]
        return path.read_bytes(), TYPES[path.suffix]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths.keys() | self._more.keys())

    def __len__(self) -> int:
        return len(self._paths.keys() | self._more.keys())


@cache
def _paths() -> dict[str, Path]:
    return {
        f"{folder}/{path.name}": path
        for folder in FOLDERS
        for path in sorted((HERE / folder).iterdir())
        if path.suffix in TYPES
    }


def stylesheet(*names: str) -> str:
    """The concatenated text of the stylesheets."""
    return "\n".join((HERE / "sheets" / f"{name}.css").read_text() for name in names)
