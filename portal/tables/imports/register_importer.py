"""The base of importers into a register: rows are matched with entries, and no value is replaced unasked."""
# ruff: noqa: ARG002  # the defaults of the methods do not use all arguments

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.users import Account
from portal.languages.numbers import interpolate
from portal.tables.imports import cells
from portal.tables.imports.errors import ChangedSinceError, StaleImportError
from portal.tables.imports.importers import Field, Importer, ValidatedRow
from portal.tables.models import ImportRow

NEW, LEAVE, TAKE = "new", "leave", "file"


@dataclass(frozen=True)
class Candidate:
    """An entry that a row may be. `exact` is a shared address or code; `certain` needs no question."""

    pk: int
    pick: str
    label: str
    exact: bool = False
    certain: bool = False


def match_field() -> Field:
    """The question of rows that are similar to an entry."""
    return Field(
        "match", _("Matching entry"), cells.text(40), required=False, is_question=True, row_choices=_picks
    )


def difference_field(name: str) -> Field:
    """The question which value stays where the file and the register differ; by default the registered one."""

    def choices(row: ImportRow) -> list[tuple[str, str]]:
        pair = row.values.get("differences", {}).get(name)
        if not pair:
            return []
        return [
            ("", interpolate(gettext("Keep “%(value)s”"), value=pair[0])),
            (TAKE, interpolate(gettext("Replace by “%(value)s”"), value=pair[1])),
        ]

    return Field(
        f"use_{name}",
        "",
        cells.text(10),
        required=False,
        is_question=True,
        shown_with=name,
        row_choices=choices,
    )


def _picks(row: ImportRow) -> list[tuple[str, str]]:
    candidates = row.values.get("candidates", [])
    if not (candidates or row.errors.get("match") or row.cells.get("match")):
        return []
    existing = [
        (pick, interpolate(gettext("This entry: %(who)s"), who=label)) for pick, label, _exact in candidates
    ]
    is_exact = any(exact for _pick, _label, exact in candidates)
    return [
        ("", gettext("Decide later") if row.errors.get("match") else gettext("As found")),
        *existing,
        *([] if is_exact else [(NEW, gettext("A new entry"))]),
        (LEAVE, gettext("Leave this row out")),
    ]


class RegisterImporter(Importer):
    """Subclasses name the model and its stored fields, find candidates and create entries.

    A stored field whose cell is empty keeps the registered value; where nothing is registered the file's value is
    added; where both differ, a question of the row decides.
    """

    model: ClassVar[type[Model]]
    stored: ClassVar[tuple[str, ...]]
    key_field = "match"

    def resolve(self, context: Any, rows: Sequence[ValidatedRow]) -> None:
        """Replace names of other records in `values` by ids, or set errors. A constant number of queries."""

    def candidates(self, context: Any, rows: Sequence[ValidatedRow]) -> Mapping[int, list[Candidate]]:
        """Row number -> the entries that it may be, the likeliest first. A constant number of queries."""
        raise NotImplementedError

    def key_of(self, row: ValidatedRow) -> str:
        """Equal for rows of the file that are the same entry; "" if they cannot be compared."""
        raise NotImplementedError

    def snapshot(self, entry: Any) -> dict[str, Any]:
        """The stored fields as JSON."""
        return {name: getattr(entry, name) for name in self.stored}

    def shown(self, context: Any, name: str, value: Any) -> str:
        """The text of a stored value, for the question which one stays."""
        return str(value)

    def finds_more(self, context: Any, rows: Sequence[ValidatedRow]) -> None:
        """Set the status "changed" on matched rows that add something beside the stored fields."""

    def create(self, context: Any, rows: Sequence[ImportRow], by: Account) -> Sequence[Any]:
        raise NotImplementedError

    def assign(self, entry: Any, values: Mapping[str, Any]) -> None:
        for name in self.stored:
            setattr(entry, name, values[name])

    def after_save(
        self, context: Any, rows: Sequence[ImportRow], entries: Mapping[int, Any], by: Account
    ) -> None:
        """Save what belongs to the entries, such as affiliations and the search."""

    def before_undo(self, rows: Sequence[ImportRow]) -> None:
        """Undo `after_save`."""

    def validate_rows(self, context: Any, rows: list[ValidatedRow]) -> None:
        self.resolve(context, rows)
        readable = [row for row in rows if self.fields[0].name in row.values]
        found = self.candidates(context, readable)
        for row in readable:
            _settle(row, found.get(row.number, []), self.key_of(row))
        matched = [row for row in readable if row.target_id is not None]
        entries = self._entries([row.target_id for row in matched])
        taken: dict[Any, int] = {}
        for row in matched:
            first = taken.setdefault(row.target_id, row.number)
            if first != row.number:
                row.errors["match"] = {"code": "repeats", "row": first}
            self._compare(context, row, entries[row.target_id])
        self.finds_more(context, matched)

    def _entries(self, ids: Sequence[Any], *, locked: bool = False) -> Mapping[Any, Any]:
        rows = self.model._default_manager.order_by("pk")
        return (rows.select_for_update(of=("self",)) if locked else rows).in_bulk(ids)

    def _compare(self, context: Any, row: ValidatedRow, entry: Any) -> None:
        row.before = self.snapshot(entry)
        differences = {}
        for name in self.stored:
            before, typed = row.before[name], row.values.get(name)
            if typed in (None, "", []) or typed == before:
                row.values[name] = before
            elif before not in (None, "", []):
                differences[name] = [self.shown(context, name, before), self.shown(context, name, typed)]
                row.values[name] = typed if row.cells.get(f"use_{name}") == TAKE else before
        row.values["differences"] = differences
        row.status = "unchanged" if all(row.values[n] == row.before[n] for n in self.stored) else "changed"

    def save_rows(self, context: Any, rows: list[ImportRow], by: Account) -> None:
        fresh = [row for row in rows if row.status == ImportRow.Status.NEW]
        entries: dict[int, Any] = {}
        for row, entry in zip(fresh, self.create(context, fresh, by), strict=True):
            row.target_id = entry.pk
            entries[entry.pk] = entry
        changed = [row for row in rows if row.status == ImportRow.Status.CHANGED]
        existing = self._entries([row.target_id for row in changed], locked=True)
        for row in changed:
            entry = existing.get(row.target_id)
            if entry is None or self.snapshot(entry) != row.before:
                raise StaleImportError
            self.assign(entry, row.values)
        self._store(existing)
        self.after_save(context, rows, entries | dict(existing), by)

    def undo_rows(self, rows: list[ImportRow]) -> None:
        existing = self._entries([row.target_id for row in rows], locked=True)
        for row in rows:
            entry = existing.get(row.target_id)
            values = {name: row.values.get(name, self.empty(name)) for name in self.stored}
            if entry is None or self.snapshot(entry) != values:
                raise ChangedSinceError
            if row.status == ImportRow.Status.NEW and entry.revision > 1:
                raise ChangedSinceError
            if row.status == ImportRow.Status.CHANGED:
                self.assign(entry, row.before)
        self.before_undo(rows)
        fresh = {row.target_id for row in rows if row.status == ImportRow.Status.NEW}
        self._store({pk: entry for pk, entry in existing.items() if pk not in fresh})
        try:
            self.model._default_manager.filter(pk__in=fresh).delete()
        except ProtectedError as error:  # something refers to it by now
            raise ChangedSinceError from error

    def empty(self, name: str) -> Any:
        """The stored value of an entry for which the file has none."""
        field: Any = self.model._meta.get_field(name)
        return None if field.null else field.get_default()

    def columns_to_store(self) -> list[str]:
        """The stored fields that are columns of the model."""
        return list(self.stored)

    def _store(self, existing: Mapping[Any, Any]) -> None:
        for entry in existing.values():
            entry.revision += 1
            entry.updated_at = timezone.now()
        self.model._default_manager.bulk_update(
            existing.values(), [*self.columns_to_store(), "revision", "updated_at"], batch_size=500
        )


def _settle(row: ValidatedRow, candidates: Sequence[Candidate], key: str) -> None:
    """Apply the choice made for the row. Without one, a row that is similar to an entry is not saved."""
    choice = row.values.get("match", "")
    row.values["candidates"] = [[one.pick, one.label, one.exact] for one in candidates]
    if choice == LEAVE:
        row.status, row.values["left_out"] = "unchanged", True
        row.errors.clear()
        return
    row.key = "" if choice == NEW and not any(one.exact for one in candidates) else key
    exact = next((one for one in candidates if one.exact), None)
    if choice == NEW:
        if exact:
            row.errors["match"] = {"code": "key_taken", "name": exact.label}
    elif choice:
        chosen = next((one for one in candidates if one.pick == choice), None)
        if chosen is None:
            row.errors["match"] = {"code": "match_gone"}
        else:
            row.target_id = chosen.pk
    elif candidates and candidates[0].certain:
        row.target_id = candidates[0].pk
    elif candidates:
        row.errors["match"] = {"code": "similar_entry"}
