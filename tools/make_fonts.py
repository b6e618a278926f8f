"""Builds the document and web fonts from their npm packages: `python -m tools.make_fonts` (needs npm and the network).

The fonts are committed, so that every machine prints the same bytes. The web subsets of a font are merged into one
TTF file. The fonts are renamed ("Portal …"), since the licences reserve names such as "Source" for the originals.
The subsets lack U+2010, U+2011 and U+202F, which are added as aliases: otherwise the hyphen of the Arabic font would
be used, which is at the height of a full stop.
"""

import argparse
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

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
SPACE_WIDTH = 224  # of 1000 units, as in the complete Noto fonts
EPOCH = 3_786_912_000  # 2024-01-01 in seconds since 1904, constant so that builds are reproducible


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
    name: str,
    family: str,
    package: str,
    weight: int,
    style: str = "normal",
    *,
    axes: dict[str, float] | None = None,
    web: bool = False,
) -> Face:
    base = package.removesuffix("-variable")
    cut = "opsz" if package.endswith("-variable") else str(weight)
    files = tuple(f"{base}-{subset}-{cut}-{style}.woff2" for subset in WESTERN)
    return Face(name, family, package, files, weight, style == "italic", axes or {}, web)


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
    """The code points of GB 2312 from U+2000 on, found by decoding every code of the standard.

    Its Latin, Greek and Cyrillic letters are left out, so that no word is printed in two fonts.
    """
    codes: set[int] = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            text = bytes((row, cell)).decode("gb2312", "ignore")
            codes.update(code for code in map(ord, text) if code >= 0x2000)
    return codes


def fetch(package: str, folder: Path) -> Path:
    """Download a package with npm, which checks its hash. Returns the folder of its files."""
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


def merged(face: Face, folder: Path, work: Path) -> TTFont:
    """One font merged from the subsets, with fixed values for variable axes."""
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


def cut(font: TTFont, wanted: set[int]) -> None:
    """Remove all characters that are not wanted."""
    options = SubsetOptions()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted & set(font.getBestCmap()))
    subsetter.subset(font)


def rename(font: TTFont, face: Face) -> None:
    """Set the names of the font; keep the names for copyright and licence."""
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


def alias(font: TTFont) -> None:
    """Add the aliases to the character map."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code, like in ALIASES.items():
                if code not in table.cmap and like in table.cmap:
                    table.cmap[code] = table.cmap[like]


def add_space(font: TTFont) -> None:
    """Add a space to the Chinese fonts, whose subsets have none.

    Pango takes the space from the font of the previous character, and prints a box if it has none.
    """
    font.setGlyphOrder([*font.getGlyphOrder(), "space"])
    font["glyf"].glyphs["space"] = Glyph()
    font["hmtx"].metrics["space"] = (SPACE_WIDTH, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x20] = "space"


def keep_letters_whole(font: TTFont) -> None:
    """Remove the decomposition of letters (`ccmp`), after which copied text would lack one glyph of letters like ị."""
    if "GSUB" in font:
        for record in font["GSUB"].table.FeatureList.FeatureRecord:
            if record.FeatureTag == "ccmp":
                record.Feature.LookupListIndex = []
                record.Feature.LookupCount = 0


def drop_unpaired_brackets(font: TTFont) -> None:
    """Remove brackets without their counterpart in the font: they could not be mirrored in Arabic text."""
    known = set(font.getBestCmap())
    unpaired = {code for pair in BRACKETS for code in map(ord, pair) if not known.issuperset(map(ord, pair))}
    for table in font["cmap"].tables:
        for code in unpaired & set(table.cmap):
            del table.cmap[code]


def ranges(codes: Iterable[int]) -> str:
    """Hexadecimal ranges for the coverage file, such as `20-7E A0 C0-17F`."""
    ranges_of_codes: list[list[int]] = []
    for code in sorted(codes):
        if ranges_of_codes and code == ranges_of_codes[-1][1] + 1:
            ranges_of_codes[-1][1] = code
        else:
            ranges_of_codes.append([code, code])
    return " ".join(
        f"{start:X}" if start == last else f"{start:X}-{last:X}" for start, last in ranges_of_codes
    )


def build(face: Face, folder: Path, work: Path) -> str:
    """Write the TTF file and, for some fonts, the WOFF2 file. Returns the line for the coverage file."""
    font = merged(face, folder, work)
    if "SC" in face.package.upper():
        cut(font, gb2312() | set(range(0x3000, 0x3040)) | set(range(0xFF00, 0xFFF0)))
        add_space(font)
    if face.package == "noto-sans":
        keep_letters_whole(font)
    drop_unpaired_brackets(font)
    alias(font)
    rename(font, face)
    font.recalcTimestamp = False
    font.save(HERE / f"{face.name}.ttf")
    if face.web:
        font.flavor = "woff2"
        font.save(WEB / f"portal-{face.name}.woff2")
    return f"{face.name} {ranges(font.getBestCmap())}"


def main() -> None:
    """Build all fonts, or only the named ones; then the coverage of the others stays unchanged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    wanted = parser.parse_args().names
    WEB.mkdir(parents=True, exist_ok=True)
    path = HERE / "coverage.txt"
    lines = dict(line.split(" ", 1) for line in path.read_text().splitlines()) if path.exists() else {}
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        folders: dict[str, Path] = {}
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
