"""Collecting, merging and compiling translation files without the gettext programs.

Python files are read by Babel's extractor. Templates are first converted by Django's `templatize`, as in
`makemessages`, so that the same messages are found as Django finds.
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
_VOLATILE_HEADERS = (
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|'
    rb'Report-Msgid-Bugs-To|Language-Team):.*\\n"\n'
)
HEADER = "# The portal's sentences; `manage.py messages update` collects them.\n"


def collect(root: Path) -> Catalog:
    """Every message of code and templates, in a stable order and without line numbers."""
    catalog = Catalog(project="portal", charset="utf-8", header_comment=HEADER)
    for path in _sources(root):
        content = path.read_bytes()
        if path.suffix != ".py":
            content = _as_python(templatize(content.decode(), origin=str(path)))
        extracted = extract.extract(
            "python", io.BytesIO(content), KEYWORDS, COMMENT_TAGS, {"encoding": "utf-8"}
        )
        for _line, message, comments, context in extracted:
            catalog.add(
                message, "", [(str(path.relative_to(root)), 0)], auto_comments=comments, context=context
            )
    return catalog


def merged(path: Path, locale: str, wanted: Catalog) -> tuple[Catalog, bytes]:
    """The file's catalogue with new messages added and obsolete ones removed, and the content of the new file."""
    if path.exists():
        with path.open("rb") as file:
            catalog = pofile.read_po(file, locale=locale)
    else:
        catalog = Catalog(locale=locale, project="portal", charset="utf-8")
    catalog.header_comment = HEADER
    catalog.update(wanted, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False  # otherwise the header is marked as fuzzy
    text = io.BytesIO()
    pofile.write_po(text, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False)
    # Dates and program versions would change the file although no message has changed.
    content = re.sub(_VOLATILE_HEADERS, b"", text.getvalue(), flags=re.MULTILINE)
    return catalog, content


def placeholder_errors(catalog: Catalog) -> Iterator[str]:
    """Translations with other placeholders than their message, which would raise an error when they are shown."""
    for message, errors in catalog.check():
        if not is_translated(message) or "%(" not in f"{message.id}{message.string}":
            continue  # all placeholders are named: in "100% of" there is only a percent sign
        for error in errors:
            yield f"{message.id}: {error}"


def is_translated(message: Message) -> bool:
    """Whether any form of the message is translated."""
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
    # `templatize` keeps the template's indentation, which Python's tokenizer would reject.
    return "\n".join(line.strip() for line in text.splitlines()).encode()
