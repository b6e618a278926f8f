"""The document fonts contain the characters of names and texts, which can be extracted from the PDF."""

import pytest
from fontTools.ttLib import TTFont

from portal.documents.assets import HERE
from portal.documents.engine import render_document
from portal.documents.fonts import coverage, missing_characters, printable
from tests.portal.documents.reading import text_of

PHRASES = {
    "latin": "Judge Ólafur Þórðarson, Řehoř Žižka; Savaiʻi, Nukuʻalofa – “fair hearing”",
    "cyrillic": "Суд рассмотрел жалобу: Ґрунтовний, Қазақстан, Љубиша",
    "greek": "Πρόεδρος του δικαστηρίου",
    "vietnamese": "Nguyễn Thị Hồng Phượng, Đặng Quỳnh",
    "arabic": "محكمة الاستئناف في الدار البيضاء، القاضية فاطمة بنت عبد الله",
    "chinese": "最高法院 欧阳晓明 法官学院证书",
}
FAMILIES = {"heading": "var(--serif)", "name": "var(--display)", "text": "var(--sans)"}


@pytest.mark.parametrize("script", PHRASES)
@pytest.mark.parametrize("family", FAMILIES)
def test_text_can_be_extracted_unchanged(script, family):
    language = {"arabic": 'lang="ar" dir="rtl"', "chinese": 'lang="zh"'}.get(script, 'lang="en"')
    weights = (400, 600)
    body = "".join(
        f'<p style="font: {weight} 12pt/18pt {FAMILIES[family]}">{PHRASES[script]}</p>' for weight in weights
    )

    pdf = render_document(
        f"<html {language}><title>x</title><body>{body}", sheets=("base",), variant="pdf/ua-1"
    ).write_pdf()

    back, phrase = text_of(pdf), PHRASES[script]
    if (script, family) == ("arabic", "text"):
        # This face draws lam-alef as one glyph, whose two letters this reader gives back in the order that
        # it saw them.
        back, phrase = _letters(back), _letters(phrase)
    assert back.count(phrase) == len(weights)


def _letters(text: str) -> str:
    return " ".join("".join(sorted(word)) for word in text.split())


def test_a_document_contains_only_fonts_of_the_portal():
    body = "".join(f"<p>{phrase}</p>" for phrase in PHRASES.values())

    document = render_document(f"<html lang=en><title>x</title>{body}", sheets=("base",), variant=None)
    document.write_pdf()

    families = {
        font.family.decode() if isinstance(font.family, bytes) else font.family
        for font in document.fonts.values()
    }
    assert families
    assert {family for family in families if not family.startswith("Portal")} == set()


def test_the_coverage_file_lists_the_characters_of_the_fonts():
    for name, (starts, ends) in coverage().items():
        covered = {code for a, b in zip(starts, ends, strict=True) for code in range(a, b + 1)}
        assert covered == set(TTFont(HERE / "fonts" / f"{name}.ttf").getBestCmap()), name


@pytest.mark.parametrize("name", ["serif-400", "sans-400", "display-600"])
def test_fonts_contain_hyphens_and_narrow_spaces(name):
    cmap = TTFont(HERE / "fonts" / f"{name}.ttf").getBestCmap()

    assert cmap[0x2010] == cmap[0x2011] == cmap[0x2D]
    assert cmap[0x202F] == cmap[0xA0]


@pytest.mark.parametrize("pair", ["()", "[]", "«»"])
def test_no_font_has_a_bracket_without_its_counterpart(pair):
    """From right to left an engine draws the mirror; without one "(٧٤٪)" stands open to the wrong side."""
    known = {file.stem: TTFont(file).getBestCmap() for file in (HERE / "fonts").glob("*.ttf")}
    opening, closing = map(ord, pair)

    assert [face for face, codes in known.items() if (opening in codes) != (closing in codes)] == []


def test_no_font_has_a_reserved_name():
    for path in (HERE / "fonts").glob("*.ttf"):
        names = {str(r) for r in TTFont(path)["name"].names if r.nameID in {1, 3, 4, 6, 16}}
        assert all("Source" not in name and name.startswith("Portal") for name in names), path


@pytest.mark.parametrize("name", [*PHRASES.values(), "Ngũgĩ wa Thiong'o", "O’Brien-Łukasiewicz"])
def test_common_names_can_be_printed(name):
    assert missing_characters(name) == []


def test_missing_characters_are_found():
    assert missing_characters("赟 Li 堃 ꧁") == ["赟", "堃", "꧁"]


def test_composed_and_decomposed_letters_are_equivalent():
    assert missing_characters("Nguye\u0302\u0303n") == []


def test_a_name_cannot_reverse_its_line():
    assert printable("Ann\u202e\u2066e  Lee\x00\n") == "Anne Lee"


@pytest.mark.parametrize("face", sorted(path.stem for path in (HERE / "fonts").glob("*.ttf")))
def test_every_font_has_a_space(face):
    # A space is taken from the face of the letters before it: where that has none, a box is printed instead.
    with TTFont(HERE / "fonts" / f"{face}.ttf", lazy=True) as font:
        assert {0x20, 0xA0} <= set(font.getBestCmap())
