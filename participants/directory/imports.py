"""The importers for organisations with courts, and for jurisdictions."""
# ruff: noqa: ARG002  # the methods have the signatures of the base

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.directory import policies
from participants.directory.countries import country, find_codes
from participants.directory.forms import NAMED_LANGUAGES
from participants.organisations.models import Court, Jurisdiction, Organisation
from participants.organisations.names import jurisdiction_codes
from portal.access.users import AnyUser
from portal.search import services as search
from portal.tables.imports import cells
from portal.tables.imports.errors import CellError
from portal.tables.imports.importers import Field, ValidatedRow
from portal.tables.imports.register_importer import (
    Candidate,
    RegisterImporter,
    difference_field,
    match_field,
)
from portal.tables.models import ImportRow

SIMILAR = 0.45
SHOWN = 5

MESSAGES = {
    "needs_level": _("Enter the level of the court."),
    "not_a_court": _("Only a court has a level."),
    "no_web_address": _("“%(value)s” is not a web address."),
    "unknown_country": _("“%(value)s” is not in the list of countries. Add other jurisdictions by hand."),
}

# Names are compared within the jurisdiction only, since many countries have a "High Court".
_FIND = """
WITH asked AS (
    SELECT * FROM unnest(%(numbers)s::int[], %(names)s::text[], %(jurisdictions)s::bigint[]) AS a(number, name, place)
)
SELECT asked.number, near.id, near.public_id, near.name, near.alike FROM asked CROSS JOIN LATERAL (
    SELECT coalesce(o.merged_into_id, o.id) AS id, coalesce(k.public_id, o.public_id) AS public_id,
        coalesce(k.name, o.name) AS name, similarity(o.name_folded, lower(public.unaccent(asked.name))) AS alike
    FROM participants_organisation o LEFT JOIN participants_organisation k ON k.id = o.merged_into_id
    WHERE o.name_folded %% lower(public.unaccent(asked.name)) AND o.jurisdiction_id IS NOT DISTINCT FROM asked.place
    ORDER BY alike DESC, o.id LIMIT %(shown)s
) near ORDER BY asked.number, near.alike DESC, near.id
"""


def _website(cell: str) -> str:
    address = cell if "://" in cell else f"https://{cell}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise CellError("no_web_address", value=cell[:80]) from error
    return address


@dataclass
class OrganisationContext:
    jurisdictions: dict[str, int]


class OrganisationImporter(RegisterImporter):
    """One line is an organisation or a court, found again by its name in its jurisdiction."""

    name = "organisations"
    title = _("Organisations and courts")
    hint = _(
        "Organisations are found again by name and jurisdiction. Nothing is replaced unless you choose it."
    )
    model = Organisation
    stored = ("name", "kind", "website", "iati_reference", "level")
    fields = (
        Field("name", _("Name"), cells.text(200), guesses=("name", "organisation", "court", "nom", "nombre")),
        Field("kind", _("Type"), cells.one_of(Organisation.Kind.choices),
              choices=lambda _context: Organisation.Kind.choices, guesses=("type", "kind", "tipo")),
        Field("level", _("Level of court"), cells.one_of(Court.Level.choices), required=False,
              choices=lambda _context: Court.Level.choices, guesses=("level", "instance", "niveau", "nivel")),
        Field("jurisdiction", _("Jurisdiction"), cells.text(120), required=False,
              guesses=("jurisdiction", "country", "pays", "país")),
        Field("website", _("Website"), _website, required=False, guesses=("website", "url", "web", "site web")),
        Field("iati_reference", _("IATI reference"), cells.text(60), required=False, guesses=("iati",)),
        match_field(),
        difference_field("name"), difference_field("kind"), difference_field("level"), difference_field("website"),
        difference_field("iati_reference"),
    )  # fmt: skip

    def may_use(self, user: AnyUser) -> bool:
        return policies.may_manage(user)

    def success_url(self, params: dict[str, Any]) -> str:
        return reverse("participants:directory:organisations")

    def load_context(self, params: dict[str, Any]) -> OrganisationContext:
        return OrganisationContext(jurisdiction_codes())

    def resolve(self, context: OrganisationContext, rows: Sequence[ValidatedRow]) -> None:
        for row in rows:
            typed = row.values.pop("jurisdiction", "")
            row.values["jurisdiction_id"] = context.jurisdictions.get(cells.plain(typed)) if typed else None
            if typed and row.values["jurisdiction_id"] is None:
                row.errors["jurisdiction"] = {"code": "unknown_jurisdiction", "value": typed[:80]}
            if "kind" not in row.values:
                continue
            is_court = row.values["kind"] == Organisation.Kind.COURT
            if is_court and not row.values.get("level") and "level" not in row.errors:
                row.errors["level"] = {"code": "needs_level"}
            elif not is_court and row.values.get("level"):
                row.errors["level"] = {"code": "not_a_court"}

    def candidates(
        self, context: OrganisationContext, rows: Sequence[ValidatedRow]
    ) -> Mapping[int, list[Candidate]]:  # fmt: skip
        found: dict[int, list[Candidate]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(SIMILAR)])
            cursor.execute(
                _FIND,
                {
                    "numbers": [row.number for row in rows],
                    "names": [row.values["name"] for row in rows],
                    "jurisdictions": [row.values["jurisdiction_id"] for row in rows],
                    "shown": SHOWN,
                },
            )
            for number, pk, public_id, name, alike in cursor.fetchall():
                if found[number] and (found[number][0].exact or any(one.pk == pk for one in found[number])):
                    continue
                is_equal = alike >= 1
                found[number].append(Candidate(pk, str(public_id), name, exact=is_equal, certain=is_equal))
        return found

    def key_of(self, row: ValidatedRow) -> str:
        return f"{cells.plain(row.values['name'])}|{row.values['jurisdiction_id']}"

    def snapshot(self, entry: Organisation) -> dict[str, Any]:
        court = getattr(entry, "court", None)
        names = [name for name in self.stored if name != "level"]
        return {name: getattr(entry, name) for name in names} | {"level": court.level if court else ""}

    def shown(self, context: OrganisationContext, name: str, value: Any) -> str:
        choices = {"kind": Organisation.Kind.choices, "level": Court.Level.choices}.get(name, [])
        return str(dict(choices).get(value, value))

    def assign(self, entry: Organisation, values: Mapping[str, Any]) -> None:
        for name in self.stored:
            if name != "level":
                setattr(entry, name, values[name])

    def empty(self, name: str) -> Any:
        return "" if name == "level" else super().empty(name)

    def _entries(self, ids: Sequence[Any], *, locked: bool = False) -> Mapping[Any, Any]:
        rows = Organisation.objects.select_related("court").order_by("pk")
        return (rows.select_for_update(of=("self",)) if locked else rows).in_bulk(ids)

    def columns_to_store(self) -> list[str]:
        return [name for name in self.stored if name != "level"]

    def create(
        self, context: OrganisationContext, rows: Sequence[ImportRow], by: User
    ) -> Sequence[Organisation]:  # fmt: skip
        return Organisation.objects.bulk_create(
            [
                Organisation(
                    jurisdiction_id=row.values["jurisdiction_id"],
                    **{name: row.values[name] for name in self.columns_to_store() if name in row.values},
                )
                for row in rows
            ],
            batch_size=1000,
        )

    def after_save(
        self, context: OrganisationContext, rows: Sequence[ImportRow], entries: Mapping[int, Organisation], by: User
    ) -> None:  # fmt: skip
        levels = {row.target_id: row.values.get("level") for row in rows if row.target_id}
        _save_levels({pk: level for pk, level in levels.items() if level and pk in entries})
        search.index_all((entry, entry.name, "") for entry in entries.values())

    def before_undo(self, rows: Sequence[ImportRow]) -> None:
        fresh = [row.target_id for row in rows if row.status == ImportRow.Status.NEW and row.target_id]
        Court.objects.filter(organisation__in=fresh).delete()
        search.drop_all(Organisation, fresh)
        changed = [row for row in rows if row.status == ImportRow.Status.CHANGED]
        _save_levels(
            {row.target_id: row.before["level"] for row in changed if row.target_id and row.before["level"]}
        )


def _save_levels(levels: Mapping[int, str]) -> None:
    """Courts get their level; existing courts are changed only where it differs."""
    existing = {court.organisation_id: court for court in Court.objects.filter(organisation__in=levels)}
    for pk, court in existing.items():
        if court.level != levels[pk]:
            court.level = levels[pk]
            court.save(update_fields=["level", "updated_at"])
    Court.objects.bulk_create(
        [Court(organisation_id=pk, level=level) for pk, level in levels.items() if pk not in existing]
    )


def _country(cell: str) -> str:
    codes, _unknown = find_codes(cell, NAMED_LANGUAGES)
    if len(codes) != 1:
        raise CellError("unknown_country", value=cell[:80])
    return codes[0]


class JurisdictionImporter(RegisterImporter):
    """One line is a country, by code or by name in one of the six languages."""

    name = "jurisdictions"
    title = _("Jurisdictions")
    hint = _("Countries and areas by ISO 3166 code or by name in any of the six languages.")
    model = Jurisdiction
    stored = ("code",)
    fields = (
        Field("code", _("Country"), _country,
              guesses=("country", "code", "iso", "name", "jurisdiction", "pays", "país", "nom", "nombre")),
        match_field(),
    )  # fmt: skip

    def may_use(self, user: AnyUser) -> bool:
        return policies.may_manage(user)

    def success_url(self, params: dict[str, Any]) -> str:
        return reverse("participants:directory:jurisdictions")

    def candidates(self, context: Any, rows: Sequence[ValidatedRow]) -> Mapping[int, list[Candidate]]:
        known = {
            row.code: row
            for row in Jurisdiction.objects.filter(code__in=[row.values["code"] for row in rows])
        }
        return {
            row.number: [
                Candidate(one.pk, str(one.public_id), str(one), exact=True, certain=True)
                for one in [known.get(row.values["code"])]
                if one
            ]
            for row in rows
        }

    def key_of(self, row: ValidatedRow) -> str:
        return str(row.values["code"])

    def create(self, context: Any, rows: Sequence[ImportRow], by: User) -> Sequence[Jurisdiction]:
        countries = [country(row.values["code"]) for row in rows]
        return Jurisdiction.objects.bulk_create(
            [
                Jurisdiction(
                    code=one.code, name=one.name, country=one.code, region=one.region, languages=one.languages,
                    timezone=one.timezone or "UTC",
                )
                for one in countries
            ]
        )  # fmt: skip
