"""What can be imported: each app registers its kinds in `ready()`."""
# ruff: noqa: ARG002  # a kind that needs no more than the default still keeps the signature

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from portal.access.users import Account, AnyUser
from portal.tables.imports.forms import ImportForm


@dataclass(frozen=True)
class Field:
    """A column that the kind knows. `parse(text)` gives a JSON-able value or raises `CellError`.

    `guesses` are headings, in lower case, that files use for it; `choices(context)` makes a wrong cell a choice.
    `row_choices(row)` are offered by the row itself, until it is saved. No file has a column that is `asked`: only
    people answer it, row by row.
    """

    name: str
    label: str | Promise
    parse: Callable[[str], Any]
    required: bool = True
    numeric: bool = False
    guesses: tuple[str, ...] = ()
    is_note: bool = False
    choices: Callable[[Any], Sequence[tuple[str, str | Promise]]] | None = None
    row_choices: Callable[[Any], Sequence[tuple[str, str]]] | None = None
    asked: bool = False


@dataclass
class ValidatedRow:
    """One line on its way: what the cells say (`values`), and what a kind finds out about it.

    `key` is the same for two lines that mean the same record. `errors` and `warnings` map a field to a message
    (`{"code": …, …}`, see messages.py); a flag asks for a note, an error must be corrected.
    """

    number: int
    cells: dict[str, str]
    note: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, dict[str, Any]] = field(default_factory=dict)
    warnings: dict[str, dict[str, Any]] = field(default_factory=dict)
    key: str = ""
    status: str = "new"
    before: dict[str, Any] = field(default_factory=dict)
    target_id: int | None = None


class Importer:
    """The part of an import that only its app knows. One instance serves all requests: keep no state in it."""

    name: str
    title: str | Promise
    hint: str | Promise = ""
    fields: tuple[Field, ...] = ()
    key_field: str = ""  # the column under which "repeats row 30" stands
    unknown_field: str = ""  # the column whose unknown names can be settled once for all rows
    note_label: str | Promise = ""
    form: type[ImportForm] = ImportForm

    @property
    def columns(self) -> list[Field]:
        """The fields that a file may have."""
        return [field for field in self.fields if not field.asked]

    def may_use(self, user: AnyUser) -> bool:
        """Who may import this at all."""
        raise NotImplementedError

    def params_from_form(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The form's answers as JSON."""
        return {}

    def may_import_into(self, user: AnyUser, params: dict[str, Any]) -> bool:
        """Who may import into the place that the params name. Asked again before saving."""
        return self.may_use(user)

    def describe_target(self, params: dict[str, Any]) -> str:
        """Where the rows go, in words."""
        return ""

    def success_url(self, params: dict[str, Any]) -> str:
        """The page on which the saved rows show."""
        return ""

    def load_context(self, params: dict[str, Any]) -> Any:
        """What judging and writing need of the database, read once for many rows."""

    def validate_rows(self, context: Any, rows: list[ValidatedRow]) -> None:
        """Fill key, errors, warnings, status, before and target_id of the rows. Constant queries."""
        raise NotImplementedError

    def save_rows(self, context: Any, rows: list[Any], by: Account) -> None:
        """Store ImportRows in the caller's transaction and set their target_id. Raises `StaleImportError`."""
        raise NotImplementedError

    def undo_rows(self, rows: list[Any]) -> None:
        """Undo `write` in the caller's transaction. Raises `TouchedSinceError`."""
        raise NotImplementedError

    def unknown_names(self, batch: Any) -> list[tuple[str, int]]:
        """Names that nothing here answers to, with their number of rows; the page offers to create them."""
        return []

    def create_unknown(self, batch: Any, names: Sequence[str], by: Account) -> int:
        """Create what `unknown` listed, for the names chosen."""
        return 0


_kinds: dict[str, Importer] = {}


def register(kind: Importer) -> None:
    """Make a kind known. Twice the same name is a mistake in the code."""
    if type(_kinds.get(kind.name, kind)) is not type(kind):
        raise ValueError(f"two kinds of import are called {kind.name}")
    _kinds[kind.name] = kind


def get(name: str) -> Importer:
    """The kind of that name. Raises LookupError."""
    return _kinds[name]


def usable_by(user: AnyUser) -> list[Importer]:
    return [kind for kind in _kinds.values() if kind.may_use(user)]
