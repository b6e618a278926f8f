"""The importers: each app registers its own in `ready()`."""
# ruff: noqa: ARG002  # the defaults of Importer's methods do not use all arguments

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from portal.access.users import Account, AnyUser
from portal.tables.imports.forms import ImportForm


@dataclass(frozen=True)
class Field:
    """A field of an importer. `parse(text)` returns a JSON-serializable value or raises `CellError`.

    `guesses` are common headings of its column, in lower case. With `choices(context)`, an invalid cell is corrected
    by choosing from a list; `row_choices(row)` are choices for one row until it is saved. A field with `is_question`
    has no column in the file: people answer it for each row on the page. With `shown_with` the question is asked in the
    cell of that field.
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
    is_question: bool = False
    shown_with: str = ""


@dataclass
class ValidatedRow:
    """One row with its parsed `values` and the results of validation.

    Rows for the same record have the same `key`. `errors` and `warnings` map a field to a message
    (`{"code": …, …}`, see messages.py). An error must be corrected; a warning needs a note.
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
    """What is specific to one type of data. One instance serves all requests, so it must not have state."""

    name: str
    title: str | Promise
    hint: str | Promise = ""
    fields: tuple[Field, ...] = ()
    key_field: str = ""  # the field that shows the error of a repeated row
    unknown_field: str = ""  # the field whose unknown names can be matched once for all rows
    note_label: str | Promise = ""
    form: type[ImportForm] = ImportForm

    @property
    def columns(self) -> list[Field]:
        """The fields that a file may have."""
        return [field for field in self.fields if not field.is_question]

    def may_use(self, user: AnyUser) -> bool:
        """Whether the user may use this importer at all."""
        raise NotImplementedError

    def params_from_form(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The parameters of the import, JSON-serializable, from the cleaned data of the form."""
        return {}

    def may_import_into(self, user: AnyUser, params: dict[str, Any]) -> bool:
        """Whether the user may import into the target in `params`. Also checked before saving."""
        return self.may_use(user)

    def describe_target(self, params: dict[str, Any]) -> str:
        """The target of the import for display, such as the name of a jurisdiction."""
        return ""

    def success_url(self, params: dict[str, Any]) -> str:
        """The URL of the page that shows the saved rows."""
        return ""

    def next_step(self, batch: Any, user: AnyUser) -> tuple[str, str] | None:
        """URL and label of what people usually do after saving."""
        return None

    def load_context(self, params: dict[str, Any]) -> Any:
        """Data for validating and saving rows, loaded once for many rows."""

    def validate_rows(self, context: Any, rows: list[ValidatedRow]) -> None:
        """Set key, errors, warnings, status, before and target_id of the rows, in a constant number of queries."""
        raise NotImplementedError

    def save_rows(self, context: Any, rows: list[Any], by: Account) -> None:
        """Save the ImportRows in the caller's transaction and set their target_id. Raises `StaleImportError`."""
        raise NotImplementedError

    def undo_rows(self, rows: list[Any]) -> None:
        """Undo `save_rows` in the caller's transaction. Raises `ChangedSinceError`."""
        raise NotImplementedError

    def unknown_names(self, batch: Any) -> list[tuple[str, int]]:
        """Unknown names with their number of rows; the page offers to match or create them."""
        return []

    def suggestions(self, batch: Any, names: Sequence[str]) -> dict[str, list[str]]:
        """Unknown name -> known names that are similar."""
        return {}

    def create_unknown(self, batch: Any, names: Sequence[str], by: Account) -> int:
        """Create records for the chosen names of `unknown_names`. Returns their number."""
        return 0


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Add an importer. Raises ValueError if its name is already in use."""
    if type(_importers.get(importer.name, importer)) is not type(importer):
        raise ValueError(f"two importers are called {importer.name}")
    _importers[importer.name] = importer


def get(name: str) -> Importer:
    """The importer with that name. Raises LookupError."""
    return _importers[name]


def usable_by(user: AnyUser) -> list[Importer]:
    return [importer for importer in _importers.values() if importer.may_use(user)]
