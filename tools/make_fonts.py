"""Builds the document and web fonts from their npm packages: `python -m tools.make_fonts` (needs npm and the network).

The built files are committed, so that a fresh machine, CI and a worker print the same bytes. Web subsets
of one face are merged into one TTF. Every changed build carries a family name of its own ("Portal …"),
since "Source" and others are reserved by their licence. Three aliases go into each cmap: the subsets lack
U+2010, U+2011 and U+202F, and without them a hyphen is borrowed from the Arabic font, where it sits on the
baseline like a full stop.
"""

import argparse
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fontTools.merge import Merger, Options
from fontTools.subset import Options as SubsetOptions
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "portal" / "documents" / "fonts"
WEB = ROOT / "static" / "fonts"
PACKAGES = {
    "source-serif-4": "@fontsource/source-serif-4@5.3.1",
    "source-serif-4-variable": "@fontsource-variable/source-serif-4@5.3.1",
    "noto-sans": "@fontsource/noto-sans@5.3.0",
    "amiri": "@fontsource/amiri@5.3.0",
    "ibm-plex-sans-arabic": "@fontsource/ibm-plex-sans-arabic@5.3.0",
    "noto-serif-sc": "@fontsource/noto-serif-sc@5.3.0",
    "noto-sans-sc": "@fontsource/noto-sans-sc@5.3.0",
}
WESTERN = ("latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext", "greek")
ALIASES = {0x2010: 0x2D, 0x2011: 0x2D, 0x202F: 0xA0, 0xA0: 0x20}
BRACKETS = ("()", "[]", "{}", "<>", "«»", "‹›")
SPACE_WIDTH = 224  # of 1000 units, as the whole Noto faces have it
EPOCH = 3_786_912_000  # 2024-01-01 in the fonts' calendar: the same input builds the same bytes


@dataclass(frozen=True)
class Face:
    name: str
    family: str
    package: str
    files: tuple[str, ...]
    weight: int
    italic: bool = False
    axes: dict[str, float] = field(default_factory=dict)
    web: bool = False


def _western(
    name: str, family: str, package: str, weight: int, style: str = "normal", **options: Any
) -> Face:
    base = package.removesuffix("-variable")
    cut = "opsz" if package.endswith("-variable") else str(weight)
    files = tuple(f"{base}-{subset}-{cut}-{style}.woff2" for subset in WESTERN)
    return Face(name, family, package, files, weight, style == "italic", **options)


FACES = (
    _western("serif-400", "Portal Serif", "source-serif-4", 400),
    _western("serif-600", "Portal Serif", "source-serif-4", 600, web=True),
    _western("serif-400-italic", "Portal Serif", "source-serif-4", 400, "italic"),
    _western("display-400", "Portal Display", "source-serif-4-variable", 400, axes={"opsz": 60, "wght": 400}),
    _western("display-600", "Portal Display", "source-serif-4-variable", 600, axes={"opsz": 60, "wght": 600}),
    _western("sans-400", "Portal Sans", "noto-sans", 400, web=True),
    _western("sans-600", "Portal Sans", "noto-sans", 600, web=True),
    Face("naskh-400", "Portal Naskh", "amiri", ("amiri-arabic-400-normal.woff2",), 400),
    Face("naskh-700", "Portal Naskh", "amiri", ("amiri-arabic-700-normal.woff2",), 700, web=True),
    Face(
        "arabic-400",
        "Portal Arabic",
        "ibm-plex-sans-arabic",
        ("ibm-plex-sans-arabic-arabic-400-normal.woff2",),
        400,
        web=True,
    ),
    Face(
        "arabic-600",
        "Portal Arabic",
        "ibm-plex-sans-arabic",
        ("ibm-plex-sans-arabic-arabic-600-normal.woff2",),
        600,
        web=True,
    ),
    Face(
        "song-400",
        "Portal Song",
        "noto-serif-sc",
        ("noto-serif-sc-chinese-simplified-400-normal.woff2",),
        400,
    ),
    Face(
        "song-700",
        "Portal Song",
        "noto-serif-sc",
        ("noto-serif-sc-chinese-simplified-700-normal.woff2",),
        700,
    ),
    Face("hei-400", "Portal Hei", "noto-sans-sc", ("noto-sans-sc-chinese-simplified-400-normal.woff2",), 400),
    Face("hei-700", "Portal Hei", "noto-sans-sc", ("noto-sans-sc-chinese-simplified-700-normal.woff2",), 700),
)


def gb2312() -> set[int]:
    """The characters of GB 2312 from U+2000 on, found by decoding every code of the standard.

    Its few Latin, Greek and Cyrillic letters are left to the Western faces, so that a word has one face.
    """
    found: set[int] = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            text = bytes((row, cell)).decode("gb2312", "ignore")
            found.update(code for code in map(ord, text) if code >= 0x2000)
    return found


def fetch(package: str, folder: Path) -> Path:
    """Download one package with npm, which checks its hash; returns the unpacked folder."""
    done = subprocess.run(
        ["npm", "pack", package, "--silent"],  # noqa: S607
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    home = folder / done.stdout.strip().removesuffix(".tgz")
    with tarfile.open(folder / done.stdout.strip()) as archive:
        archive.extractall(home, filter="data")
    return home / "package"


def merge_subsets(face: Face, folder: Path, work: Path) -> TTFont:
    """One TTFont from the subsets of the face, with variable axes fixed."""
    parts = []
    for number, name in enumerate(face.files):
        font = TTFont(folder / "files" / name)
        font.flavor = None
        if face.axes:
            font = instancer.instantiateVariableFont(font, face.axes)
        path = work / f"{face.name}-{number}.ttf"
        font.save(path)
        parts.append(str(path))
    return Merger(options=Options(drop_tables=["meta", "vhea", "vmtx", "STAT"])).merge(parts)


def reduce_to(font: TTFont, wanted: set[int]) -> None:
    """Remove all characters that are not wanted."""
    options = SubsetOptions()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted & set(font.getBestCmap()))
    subsetter.subset(font)


def rename(font: TTFont, face: Face) -> None:
    style = ("Bold" if face.weight == 700 else "SemiBold" if face.weight == 600 else "Regular") + (
        " Italic" if face.italic else ""
    )
    names = font["name"]
    licence = [r for r in names.names if r.nameID in {0, 13, 14}]
    names.names = licence
    texts = {
        1: f"{face.family} {style}",
        2: "Regular",
        3: f"{face.family} {style} 1",
        4: f"{face.family} {style}",
    }
    texts |= {5: "Version 1.0", 6: f"{face.family}-{style}".replace(" ", ""), 16: face.family, 17: style}
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight
    font["head"].modified = font["head"].created = EPOCH


def add_aliases(font: TTFont) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code, like in ALIASES.items():
                if code not in table.cmap and like in table.cmap:
                    table.cmap[code] = table.cmap[like]


def add_space(font: TTFont) -> None:
    """Add a space to the Chinese faces, whose subset has none.

    Pango takes a space from the face of the characters before it, and prints a missing-glyph box if there is none.
    """
    font.setGlyphOrder([*font.getGlyphOrder(), "space"])
    font["glyf"].glyphs["space"] = Glyph()
    font["hmtx"].metrics["space"] = (SPACE_WIDTH, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x20] = "space"


def disable_decomposition(font: TTFont) -> None:
    """Disable `ccmp`, which decomposes characters: of the two glyphs of U+1ECB only one appears in copied text."""
    if "GSUB" in font:
        for record in font["GSUB"].table.FeatureList.FeatureRecord:
            if record.FeatureTag == "ccmp":
                record.Feature.LookupListIndex = []
                record.Feature.LookupCount = 0


def drop_unpaired_brackets(font: TTFont) -> None:
    """Remove a bracket whose mirror the face lacks: in right-to-left text it would not be mirrored."""
    known = set(font.getBestCmap())
    lone = {one for pair in BRACKETS for one in map(ord, pair) if not known.issuperset(map(ord, pair))}
    for table in font["cmap"].tables:
        for code in lone & set(table.cmap):
            del table.cmap[code]


def ranges(codes: Iterable[int]) -> str:
    """Hexadecimal ranges, as the coverage file stores them: `20-7E A0 C0-17F`."""
    out: list[str] = []
    start: int | None = None
    last: int | None = None
    for code in [*sorted(codes), None]:
        if last is None or code != last + 1:
            if start is not None:
                out.append(f"{start:X}" if start == last else f"{start:X}-{last:X}")
            start = code
        last = code
    return " ".join(out)


def build(face: Face, folder: Path, work: Path) -> str:
    """Write the TTF of the face, and its web font; returns the line for the coverage file."""
    font = merge_subsets(face, folder, work)
    if "SC" in face.package.upper():
        reduce_to(font, gb2312() | set(range(0x3000, 0x3040)) | set(range(0xFF00, 0xFFF0)))
        add_space(font)
    if face.package == "noto-sans":
        disable_decomposition(font)
    drop_unpaired_brackets(font)
    add_aliases(font)
    rename(font, face)
    font.recalcTimestamp = False
    font.save(HERE / f"{face.name}.ttf")
    if face.web:
        font.flavor = "woff2"
        font.save(WEB / f"portal-{face.name}.woff2")
    return f"{face.name} {ranges(font.getBestCmap())}"


def main() -> None:
    """Build every face, or those named; a partial run leaves the other lines of the coverage file as they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    wanted = parser.parse_args().names
    WEB.mkdir(parents=True, exist_ok=True)
    path = HERE / "coverage.txt"
    lines = dict(line.split(" ", 1) for line in path.read_text().splitlines()) if path.exists() else {}
    with tempfile.TemporaryDirectory() as temporary:
        work, folders = Path(temporary), {}
        for face in FACES:
            if wanted and face.name not in wanted:
                continue
            if face.package not in folders:
                folders[face.package] = fetch(PACKAGES[face.package], work)
                licence = folders[face.package] / "LICENSE"
                (HERE / f"OFL-{face.package}.txt").write_text(licence.read_text())
            name, codes = build(face, folders[face.package], work).split(" ", 1)
            lines[name] = codes
    path.write_text("".join(f"{face.name} {lines[face.name]}\n" for face in FACES if face.name in lines))


if __name__ == "__main__":
    main()
