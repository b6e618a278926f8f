"""Translation files without the gettext programs: collect the sentences, merge them, compile them.

Python files go through Babel's own extractor. Templates are first turned into Python-like text by Django's
`templatize`, as `makemessages` does, so both read exactly what Django would.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import extract, mofile, pofile
from babel.messages.catalog import Catalog, Message
from django.utils.translation import templatize

FOLDERS = ("portal", "participants", "assessments", "programs", "evaluations", "templates")
KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_", "_noop", "_lazy", "_now")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
COMMENT_TAGS = ("Translators:", "Translators")
_PASSING = (
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|'
    rb'Report-Msgid-Bugs-To|Language-Team):.*\\n"\n'
)
HEADER = "# The portal's sentences; `manage.py messages update` collects them.\n"


def collect(root: Path) -> Catalog:
    """Every sentence of code and templates, in a stable order, without line numbers that change all the time."""
    catalog = Catalog(project="portal", charset="utf-8", header_comment=HEADER)
    for path in _sources(root):
        content = path.read_bytes()
        if path.suffix != ".py":
            content = _as_python(templatize(content.decode(), origin=str(path)))
        found = extract.extract("python", io.BytesIO(content), KEYWORDS, COMMENT_TAGS, {"encoding": "utf-8"})
        for _line, message, comments, context in found:
            catalog.add(
                message, "", [(str(path.relative_to(root)), 0)], auto_comments=comments, context=context
            )
    return catalog


def merged(path: Path, locale: str, wanted: Catalog) -> tuple[Catalog, bytes]:
    """The file's catalogue with new sentences added and gone ones dropped, and the bytes it should hold."""
    if path.exists():
        with path.open("rb") as file:
            catalog = pofile.read_po(file, locale=locale)
    else:
        catalog = Catalog(locale=locale, project="portal", charset="utf-8")
    catalog.header_comment = HEADER
    catalog.update(wanted, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False  # else the header is marked as a guess
    text = io.BytesIO()
    pofile.write_po(text, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False)
    # Dates and program versions would make two people's files differ without a changed sentence.
    kept = re.sub(_PASSING, b"", text.getvalue(), flags=re.MULTILINE)
    return catalog, kept


def placeholder_errors(catalog: Catalog) -> Iterator[str]:
    """Translations whose placeholders differ from the sentence's: they would break the page that shows them."""
    for message, errors in catalog.check():
        if not is_translated(message) or "%(" not in f"{message.id}{message.string}":
            continue  # all our placeholders have names: what looks like one in "100% of" is a percent sign
        for error in errors:
            yield f"{message.id}: {error}"


def is_translated(message: Message) -> bool:
    """Whether any of the message's forms has words."""
    return any(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def compile_file(path: Path) -> bool:
    """Write the .mo beside a .po unless it is newer; returns whether it was written."""
    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
        return False
    with path.open("rb") as source:
        catalog = pofile.read_po(source, locale=path.parent.parent.name)
    draft = target.with_suffix(".mo.new")
    with draft.open("wb") as file:
        mofile.write_mo(file, catalog)
    draft.replace(target)
    return True


def _sources(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


def _as_python(text: str) -> bytes:
    # What is no call stands as X's with the template's indentation, at which Python's tokenizer would stumble.
    return "\n".join(line.strip() for line in text.splitlines()).encode()
