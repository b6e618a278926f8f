"""The importer for training offers. One file contains the offers of one organisation."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from assessments.landscape import policies, services
from assessments.landscape.models import ExternalProgramme
from participants.accounts.models import User
from participants.organisations.models import Jurisdiction, Organisation
from portal.access.users import AnyUser
from portal.tables.imports import cells, messages
from portal.tables.imports.errors import CellError, ChangedSinceError, StaleImportError
from portal.tables.imports.forms import ImportForm
from portal.tables.imports.importers import Field, Importer, ValidatedRow
from portal.tables.models import ImportRow

PLAIN = ("title", "mode", "url", "contact", "summary", "source", "source_id")
STORED = (*PLAIN, "starts", "ends", "seats", "languages", "competencies", "jurisdictions")
MESSAGES = {
    "no_address_of_page": _("“%(value)s” is not a web address. Start it with http:// or https://."),
    "unknown_codes": _("Not recognised: %(value)s."),
    "ends_before_start": _("The last day must not be before the first day."),
    "offer_changed": _("Someone has changed this training offer in the meantime."),
}


class OffersImportForm(ImportForm):
    """The organisation whose offers the file contains."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    field_order = ["organisation", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = policies.owners_for(self.user)  # type: ignore[attr-defined]


def codes(cell: str) -> list[str]:
    """Codes separated by commas, semicolons or bars."""
    if len(cell) > 2000:
        raise CellError("too_long", most=2000)
    return [code for code in (part.strip() for part in re.split(r"[,;|\n]", cell)) if code]


def _one_of(choices: Sequence[tuple[str, Any]]) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        wanted = _plain(cell)
        for code, label in choices:
            if wanted in (_plain(code), _plain(str(label))):
                return code
        raise CellError("unknown_codes", value=cell[:40])

    return parse


def _page(cell: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(cell)
    except ValidationError as error:
        raise CellError("no_address_of_page", value=cell[:80]) from error
    return cell


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


@dataclass
class ImportContext:
    """Lookup of codes: a competency's code refers to the last adopted edition that has it."""

    organisation_id: int
    competencies: dict[str, int] = field(default_factory=dict)
    jurisdictions: dict[str, int] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)


class OfferImporter(Importer):
    """One line is one offer of the organisation. It updates an offer with its number, or with its title and
    first day.
    """

    name = "offers"
    title = _("Training offers of an organisation")
    hint = _("Programmes of one organisation by competency, jurisdiction, language and period.")
    key_field = "title"
    form = OffersImportForm
    fields = (
        Field("title", _("Title"), cells.text(200), guesses=("title", "programme", "course", "titre", "título")),
        Field("starts", _("Starts"), cells.day, guesses=("starts", "start", "from", "début", "inicio")),
        Field("ends", _("Ends"), cells.day, guesses=("ends", "end", "until", "fin")),
        Field("competencies", _("Competencies (codes)"), codes, guesses=("competencies", "competency", "compétences")),
        Field("jurisdictions", _("Open to (jurisdiction codes)"), codes, guesses=("jurisdictions",
        "countries", "open to", "pays")),
        Field("languages", _("Languages"), codes, guesses=("languages", "language", "langues", "idiomas")),
        Field("mode", _("Format"), _one_of(ExternalProgramme.Mode.choices), required=False,
              choices=lambda _context: ExternalProgramme.Mode.choices, guesses=("form", "mode")),
        Field("seats", _("Seats"), cells.integer, required=False, numeric=True, guesses=("seats", "seats")),
        Field("url", _("Web address"), _page, required=False, guesses=("url", "address", "link", "web")),
        Field("contact", _("Contact"), cells.text(200), required=False, guesses=("contact",)),
        Field("summary", _("Summary"), cells.text(2000), required=False, guesses=("summary", "description", "résumé")),
        Field("source", _("Source"), cells.text(200), required=False, guesses=("source",)),
        Field("source_id", _("Reference number in the source"), cells.text(60), required=False,
        guesses=("number", "id", "no.")),
    )  # fmt: skip

    def may_use(self, user: AnyUser) -> bool:
        return policies.may_register(user)

    def params_from_form(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {"organisation": cleaned["organisation"].pk}

    def may_import_into(self, user: AnyUser, params: dict[str, Any]) -> bool:
        return policies.may_manage_for(user, params["organisation"])

    def describe_target(self, params: dict[str, Any]) -> str:
        return str(Organisation.objects.get(pk=params["organisation"]))

    def success_url(self, params: dict[str, Any]) -> str:
        public_id = Organisation.objects.values_list("public_id", flat=True).get(pk=params["organisation"])
        return reverse("assessments:landscape:offers") + f"?organisation={public_id}&shown=all"

    def load_context(self, params: dict[str, Any]) -> ImportContext:
        context = ImportContext(params["organisation"])
        teachable = Competency.objects.filter(kind="competency", version__state="adopted")
        for code, pk in teachable.order_by("version__adopted_on", "pk").values_list("code", "pk"):
            context.competencies[code.casefold()] = pk
        for code, pk in Jurisdiction.objects.values_list("code", "pk"):
            context.jurisdictions[code.casefold()] = pk
        for code, name in settings.LANGUAGES:
            context.languages |= {code.casefold(): code, str(name).casefold(): code}
        return context

    def validate_rows(self, context: ImportContext, rows: list[ValidatedRow]) -> None:
        for row in rows:
            for name in ("competencies", "jurisdictions", "languages"):
                _translate(row, name, getattr(context, name))
            if {"starts", "ends"} <= row.values.keys() and row.values["ends"] < row.values["starts"]:
                row.errors["ends"] = {"code": "ends_before_start"}
            if "title" in row.values:
                row.key = _key(row.values)
        existing = {
            key: offer
            for offer in _offers().filter(organisation=context.organisation_id)
            for key in _keys(offer)
        }
        for row in rows:
            if row.key:
                row.values.setdefault("mode", ExternalProgramme.Mode.ONSITE)
                _compare(row, existing.get(row.key))

    def save_rows(self, context: ImportContext, rows: list[ImportRow], by: User) -> None:
        existing = _lock_rows([row.target_id for row in rows if row.status == "changed" and row.target_id])
        for row in rows:
            if row.status == "new":
                offer = ExternalProgramme(organisation_id=context.organisation_id, registered_by=by)
            elif row.status == "changed":
                stored = existing.get(row.target_id or 0)
                if stored is None or _as_json(stored) != row.before:
                    raise StaleImportError
                offer, offer.revision = stored, stored.revision + 1
            else:
                continue
            offer.last_confirmed_on = timezone.localdate()
            _assign_fields(offer, row.values)
            row.target_id = offer.pk

    def undo_rows(self, rows: list[ImportRow]) -> None:
        existing = _lock_rows([row.target_id for row in rows if row.target_id])
        for row in rows:
            offer = existing.get(row.target_id or 0)
            if offer is None or _as_json(offer) != {
                name: row.values.get(name, _EMPTY[name]) for name in STORED
            }:
                raise ChangedSinceError
            if row.status == "changed":
                offer.revision += 1
                _assign_fields(offer, row.before)
            elif offer.need_decisions.exists() or offer.revision > 1:  # it is referred to
                raise ChangedSinceError
            else:
                services.forget(offer)


_EMPTY: dict[str, Any] = {
    **dict.fromkeys(PLAIN, ""), "starts": "", "ends": "", "seats": None, "languages": [], "competencies": [],
    "jurisdictions": [],
}  # fmt: skip


def _translate(row: ValidatedRow, name: str, translations: dict[str, Any]) -> None:
    """Convert codes into ids, and report unknown codes."""
    typed = row.values.get(name)
    if typed is None:
        return
    unknown = [code for code in typed if code.casefold() not in translations]
    if unknown:
        row.errors[name] = {"code": "unknown_codes", "value": ", ".join(unknown)[:120]}
        return
    row.values[name] = sorted({translations[code.casefold()] for code in typed})


def _key(values: dict[str, Any]) -> str:
    if values.get("source_id"):
        return f"id|{_plain(values['source_id'])}"
    return f"title|{_plain(values['title'])}|{values.get('starts', '')}"


def _keys(offer: ExternalProgramme) -> list[str]:
    """The keys of an offer: files without numbers are matched by title and first day."""
    by_title = f"title|{_plain(offer.title)}|{offer.starts.isoformat()}"
    return [by_title, f"id|{_plain(offer.source_id)}"] if offer.source_id else [by_title]


def _offers() -> Any:
    return ExternalProgramme.objects.prefetch_related("competencies", "jurisdictions")


def _lock_rows(ids: list[int]) -> dict[int, ExternalProgramme]:
    return _offers().select_for_update(of=("self",)).in_bulk(ids)


def _as_json(offer: ExternalProgramme) -> dict[str, Any]:
    return {
        **{name: getattr(offer, name) for name in PLAIN},
        "starts": offer.starts.isoformat(),
        "ends": offer.ends.isoformat(),
        "seats": offer.seats,
        "languages": sorted(offer.languages),
        "competencies": sorted(competency.pk for competency in offer.competencies.all()),
        "jurisdictions": sorted(jurisdiction.pk for jurisdiction in offer.jurisdictions.all()),
    }


def _compare(row: ValidatedRow, existing: ExternalProgramme | None) -> None:
    """Empty cells change nothing."""
    if existing is None:
        return
    row.target_id, row.before = existing.pk, _as_json(existing)
    for name in STORED:
        row.values.setdefault(name, row.before[name])
    row.status = "unchanged" if all(row.values[name] == row.before[name] for name in STORED) else "changed"


def _assign_fields(offer: ExternalProgramme, values: dict[str, Any]) -> None:
    for name in (*PLAIN, "seats", "languages"):
        setattr(offer, name, values.get(name, _EMPTY[name]))
    offer.starts, offer.ends = date.fromisoformat(values["starts"]), date.fromisoformat(values["ends"])
    offer.save()
    offer.competencies.set(values["competencies"])
    offer.jurisdictions.set(values["jurisdictions"])
    services.index(offer)


def register_messages() -> None:
    messages.add(MESSAGES)
