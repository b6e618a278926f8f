"""The importer for the stakeholder register. Likely duplicates need a person's decision."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from assessments.stakeholders import duplicates, policies
from assessments.stakeholders.forms import StakeholdersImportForm
from assessments.stakeholders.groups import GroupCode
from assessments.stakeholders.models import Stakeholder
from participants.accounts.models import User
from participants.organisations.models import Court, Jurisdiction
from portal.access.users import AnyUser
from portal.languages.numbers import interpolate
from portal.tables.imports import cells, messages
from portal.tables.imports.errors import ChangedSinceError, StaleImportError
from portal.tables.imports.importers import Field, Importer, ValidatedRow
from portal.tables.models import ImportRow

STORED = (
    "name",
    "kind",
    "group_code",
    "court_level",
    "organisation",
    "function",
    "email",
    "language",
    "note",
)
NEW, LEAVE = "new", "leave"

MESSAGES = {
    "likely_double": _("A similar entry is already in the register. Choose which entry it matches."),
    "double_gone": _("The entry you selected is no longer a likely duplicate. Select again."),
    "address_taken": _("“%(name)s” already has this address. Correct the address or select that entry."),
}


def _picks(row: ImportRow) -> list[tuple[str, str]]:
    """The choices for a row with a likely duplicate in the file or in the register."""
    if not (row.values.get("doubles") or row.errors.get("match") or row.cells.get("match")):
        return []
    existing = [
        (duplicate["pick"], interpolate(gettext("This entry: %(who)s"), who=_who(duplicate)))
        for duplicate in row.values.get("doubles", [])
    ]
    return [
        ("", gettext("Decide later")),
        (NEW, gettext("A new stakeholder")),
        *existing,
        (LEAVE, gettext("Leave this row out")),
    ]


def _who(entry: dict[str, Any]) -> str:
    parts = (
        entry["name"],
        entry["organisation"],
        entry["email"],
        gettext("archived") if entry["archived"] else "",
    )
    return ", ".join(value for value in parts if value)


@dataclass
class ImportContext:
    jurisdiction_id: int
    language: str


class StakeholderImporter(Importer):
    """One line is a person or an organisation. Empty cells leave the register's values unchanged."""

    name = "stakeholders"
    title = _("Stakeholders")
    hint = _("People and organisations that can be invited. Possible duplicates need your decision.")
    key_field = "match"
    form = StakeholdersImportForm
    fields = (
        Field("name", _("Name"), cells.text(120), guesses=("name", "full name", "nom", "nombre")),
        Field("group_code", _("Group"), cells.one_of(GroupCode.choices), choices=lambda _context: GroupCode.choices,
              guesses=("group", "stakeholder group", "groupe", "grupo")),
        Field("kind", _("Type"), cells.one_of(Stakeholder.Kind.choices), required=False,
              choices=lambda _context: Stakeholder.Kind.choices, guesses=("kind", "type")),
        Field("court_level", _("Level of court"), cells.one_of(Court.Level.choices), required=False,
              choices=lambda _context: Court.Level.choices,
              guesses=("level of court", "court level", "level", "instance", "niveau", "nivel")),
        Field("organisation", _("Organisation"), cells.text(200), required=False,
              guesses=("organisation", "organization", "organización", "institution")),
        Field("function", _("Function"), cells.text(120), required=False,
              guesses=("function", "position", "job title", "fonction", "cargo")),
        Field("email", _("Email address"), cells.email, required=False,
              guesses=("email", "e-mail", "mail", "courriel", "correo")),
        Field("language", _("Language"), cells.one_of(settings.LANGUAGES), required=False,
              choices=lambda _context: settings.LANGUAGES, guesses=("language", "langue", "idioma")),
        Field("note", _("Note"), cells.text(1000), required=False, guesses=("note", "notes", "remarks")),
        Field("match", _("Matching entry"), cells.text(40), required=False, is_question=True, row_choices=_picks),
    )  # fmt: skip

    def may_use(self, user: AnyUser) -> bool:
        return policies.may_list(user)

    def params_from_form(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {"jurisdiction": cleaned["jurisdiction"].pk}

    def may_import_into(self, user: AnyUser, params: dict[str, Any]) -> bool:
        return policies.may_manage_in(user, params["jurisdiction"])

    def describe_target(self, params: dict[str, Any]) -> str:
        return str(Jurisdiction.objects.get(pk=params["jurisdiction"]))

    def success_url(self, params: dict[str, Any]) -> str:
        code = Jurisdiction.objects.values_list("code", flat=True).get(pk=params["jurisdiction"])
        return reverse("assessments:stakeholders:stakeholders") + f"?jurisdiction={code}"

    def load_context(self, params: dict[str, Any]) -> ImportContext:
        jurisdiction = Jurisdiction.objects.get(pk=params["jurisdiction"])
        languages = [code for code in jurisdiction.languages if code in dict(settings.LANGUAGES)]
        return ImportContext(jurisdiction.pk, languages[0] if languages else "en")

    def validate_rows(self, context: ImportContext, rows: list[ValidatedRow]) -> None:
        named = [row for row in rows if "name" in row.values]
        keys = [(row.number, row.values["name"], row.values.get("email", "")) for row in named]
        duplicates_by_row = duplicates.find_duplicates(context.jurisdiction_id, keys)
        for row in named:
            self._settle(row, duplicates_by_row.get(row.number, []))
        matched = [row for row in named if row.target_id is not None]
        existing = Stakeholder.objects.in_bulk([row.target_id for row in matched])
        taken: dict[int, int] = {}
        for row in matched:
            first = taken.setdefault(row.target_id or 0, row.number)
            if first != row.number:
                row.errors["match"] = {"code": "repeats", "row": first}
            _compare(row, existing[row.target_id])
        for row in named:
            if row.status == "new":
                row.values.setdefault("kind", Stakeholder.Kind.PERSON)
                row.values.setdefault("language", context.language)

    def _settle(self, row: ValidatedRow, duplicates: list[dict[str, Any]]) -> None:
        """Apply the choice made for the row. Without one, a row with a likely duplicate is not saved."""
        choice = row.values.get("match", "")
        row.values["doubles"] = duplicates
        if choice == LEAVE:
            row.status, row.values["left_out"] = "unchanged", True
            row.errors.clear()
            return
        row.key = _key(row, choice)
        if choice == NEW:
            if duplicates and duplicates[0]["exact"]:
                row.errors["email"] = {"code": "address_taken", "name": duplicates[0]["name"]}
        elif choice:
            target = next((duplicate for duplicate in duplicates if duplicate["pick"] == choice), None)
            if target is None:
                row.errors["match"] = {"code": "double_gone"}
            else:
                row.target_id = target["id"]
        elif duplicates:
            row.errors["match"] = {"code": "likely_double"}

    def save_rows(self, context: ImportContext, rows: list[ImportRow], by: User) -> None:  # noqa: ARG002  # the audit records the actor
        fresh = [row for row in rows if row.status == "new"]
        made = Stakeholder.objects.bulk_create(
            [
                Stakeholder(
                    jurisdiction_id=context.jurisdiction_id, **{name: row.values.get(name, "") for name in STORED}
                )
                for row in fresh
            ],
            batch_size=1000,
        )  # fmt: skip
        for row, created in zip(fresh, made, strict=True):
            row.target_id = created.pk
        changed = [row for row in rows if row.status == "changed"]
        existing = _lock_rows(changed)
        for row in changed:
            stakeholder = existing.get(row.target_id or 0)
            if stakeholder is None or _as_json(stakeholder) != row.before:
                raise StaleImportError
            _assign_fields(stakeholder, row.values)
        _store(existing)

    def undo_rows(self, rows: list[ImportRow]) -> None:
        existing = _lock_rows(rows)
        for row in rows:
            stakeholder = existing.get(row.target_id or 0)
            if stakeholder is None or any(
                getattr(stakeholder, name) != row.values.get(name, "") for name in STORED
            ):
                raise ChangedSinceError
            if row.status == "new" and stakeholder.revision > 1:  # archived since: it was edited
                raise ChangedSinceError
            if row.status == "changed":
                _assign_fields(stakeholder, row.before)
        changed = {row.target_id for row in rows if row.status == "changed"}
        _store({pk: stakeholder for pk, stakeholder in existing.items() if pk in changed})
        Stakeholder.objects.filter(pk__in=[row.target_id for row in rows if row.status == "new"]).delete()


def _key(row: ValidatedRow, choice: str) -> str:
    """Two lines with one address, or with one name and organisation, are the same stakeholder unless someone
    decided otherwise.
    """
    if email := row.values.get("email"):
        return f"mail|{email.casefold()}"
    if choice == NEW:
        return ""
    return (
        choice or f"name|{cells.plain(row.values['name'])}|{cells.plain(row.values.get('organisation', ''))}"
    )


def _compare(row: ValidatedRow, existing: Stakeholder) -> None:
    """The selected entry before and after; empty cells change nothing."""
    row.before = _as_json(existing)
    for name in STORED:
        row.values[name] = row.values.get(name) or row.before[name]
    row.status = "unchanged" if all(row.values[name] == row.before[name] for name in STORED) else "changed"


def _as_json(existing: Stakeholder) -> dict[str, Any]:
    return {name: getattr(existing, name) for name in STORED}


def _lock_rows(rows: list[ImportRow]) -> dict[int, Stakeholder]:
    return Stakeholder.objects.select_for_update().in_bulk([row.target_id for row in rows if row.target_id])


def _assign_fields(existing: Stakeholder, values: dict[str, Any]) -> None:
    for name in STORED:
        setattr(existing, name, values[name])
    existing.revision += 1
    existing.updated_at = timezone.now()


def _store(existing: dict[int, Stakeholder]) -> None:
    Stakeholder.objects.bulk_update(existing.values(), [*STORED, "revision", "updated_at"], batch_size=500)


def register_messages() -> None:
    messages.add(MESSAGES)
