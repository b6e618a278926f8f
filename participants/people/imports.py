"""The importer for the register of people: participants, nominations and staff with their affiliations."""
# ruff: noqa: ARG002  # the methods have the signatures of the base

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import User
from participants.accounts.names import clean_name
from participants.accounts.queries import is_administrator
from participants.organisations.models import Jurisdiction, Organisation
from participants.organisations.names import OrganisationNames, create_organisations, jurisdiction_codes
from participants.people import policies
from participants.people.matching import Match, Wanted, find_people
from participants.people.models import Affiliation, Person
from portal.access.users import AnyUser
from portal.languages.lists import join_list
from portal.search import services as search
from portal.tables.imports import cells
from portal.tables.imports.errors import CellError
from portal.tables.imports.forms import ImportForm
from portal.tables.imports.importers import Field, ValidatedRow
from portal.tables.imports.register_importer import (
    Candidate,
    RegisterImporter,
    difference_field,
    match_field,
)
from portal.tables.models import ImportBatch, ImportRow

NEEDS_DECISION = 0.75  # similarity of names, with the bonus for the same place
MOST_NAMES = 200  # unknown organisations that are shown at once
SAME_NAME = 0.45  # with the same address, less similar names may be two people

MESSAGES = {
    "unknown_organisation": _("“%(value)s” is not registered. Choose a similar name, or create it."),
    "unknown_jurisdiction": _("“%(value)s” is not one of the jurisdictions."),
}


def _name(cell: str) -> str:
    name = clean_name(cell)
    if len(name) > 120:
        raise CellError("too_long", most=120)
    if not name:
        raise CellError("empty")
    return name


def _languages(cell: str) -> list[str]:
    """Codes or names of languages, separated by commas, semicolons or bars."""
    one = cells.one_of(settings.LANGUAGES)
    for separator in ";|،；，、":
        cell = cell.replace(separator, ",")
    return sorted({one(part.strip()) for part in cell.split(",") if part.strip()})


class PeopleImportForm(ImportForm):
    """What applies to rows that say nothing else."""

    jurisdiction = forms.ModelChoiceField(
        label=_("Jurisdiction (optional)"), queryset=Jurisdiction.objects.all(), required=False,
        help_text=_("For rows without a jurisdiction."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Type of organisations that you create during the import"), choices=Organisation.Kind.choices,
        initial=Organisation.Kind.COURT,
    )  # fmt: skip
    field_order = ["file", "pasted", "jurisdiction", "kind"]


@dataclass
class ImportContext:
    jurisdiction_id: int | None
    jurisdictions: dict[str, int]
    names: dict[int, str] = field(default_factory=dict)


class PeopleImporter(RegisterImporter):
    """One line is a person. People are found by address, then by similar name; the same court weighs more."""

    name = "people"
    title = _("People")
    hint = _(
        "Participants, nominees and staff with their courts. People who are registered already are found by email "
        "address or name. Nothing is replaced unless you choose it."
    )
    model = Person
    stored = ("full_name", "email", "function", "jurisdiction_id", "sex", "languages")
    form = PeopleImportForm
    unknown_field = "organisation"
    fields = (
        Field("full_name", _("Name"), _name,
              guesses=("name", "full name", "nom", "nom complet", "nombre", "nombre completo", "participant")),
        Field("email", _("Email address"), cells.email, required=False,
              guesses=("email", "e-mail", "mail", "address", "courriel", "correo", "correo electrónico")),
        Field("function", _("Function"), cells.text(120), required=False,
              guesses=("function", "position", "job title", "title", "fonction", "cargo", "función")),
        Field("organisation", _("Court or organisation"), cells.text(200), required=False,
              guesses=("organisation", "organization", "court", "institution", "juridiction", "tribunal")),
        Field("jurisdiction", _("Jurisdiction"), cells.text(120), required=False,
              guesses=("jurisdiction", "country", "pays", "país")),
        Field("starts", _("There since"), cells.day, required=False,
              guesses=("since", "from", "start", "depuis", "desde")),
        Field("sex", _("Sex"), cells.one_of(Person.Sex.choices), required=False,
              choices=lambda _context: Person.Sex.choices, guesses=("sex", "gender", "sexe", "sexo")),
        Field("languages", _("Languages"), _languages, required=False,
              guesses=("language", "languages", "langue", "langues", "idioma", "idiomas")),
        match_field(),
        difference_field("full_name"), difference_field("function"), difference_field("jurisdiction"),
        difference_field("sex"), difference_field("languages"),
    )  # fmt: skip

    def may_use(self, user: AnyUser) -> bool:
        return policies.manages_all(user)

    def params_from_form(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        jurisdiction = cleaned["jurisdiction"]
        return {"jurisdiction": jurisdiction.pk if jurisdiction else None, "kind": cleaned["kind"]}

    def describe_target(self, params: dict[str, Any]) -> str:
        pk = params.get("jurisdiction")
        return str(Jurisdiction.objects.get(pk=pk)) if pk else ""

    def success_url(self, params: dict[str, Any]) -> str:
        return reverse("participants:people:people")

    def next_step(self, batch: ImportBatch, user: AnyUser) -> tuple[str, str] | None:
        """Administrators invite those who have no account."""
        if not is_administrator(user):
            return None
        url = reverse("participants:invitations:invite") + f"?import={batch.public_id}"
        return url, gettext("Invite these people by email")

    def load_context(self, params: dict[str, Any]) -> ImportContext:
        return ImportContext(params.get("jurisdiction"), jurisdiction_codes())

    def resolve(self, context: ImportContext, rows: Sequence[ValidatedRow]) -> None:
        for row in rows:
            typed = row.values.pop("jurisdiction", "")
            found = context.jurisdictions.get(cells.plain(typed)) if typed else context.jurisdiction_id
            if typed and found is None:
                row.errors["jurisdiction"] = {"code": "unknown_jurisdiction", "value": typed[:80]}
            row.values["jurisdiction_id"] = found
        names = OrganisationNames(
            [row.values["organisation"] for row in rows if row.values.get("organisation")]
        )
        for row in rows:
            typed = row.values.pop("organisation", "")
            if not typed:
                continue
            organisation = names.find(typed, row.values["jurisdiction_id"])
            if organisation is None:
                row.errors["organisation"] = {"code": "unknown_organisation", "value": typed[:200]}
                continue
            row.values["organisation_id"] = organisation.pk
            row.values["jurisdiction_id"] = row.values["jurisdiction_id"] or organisation.jurisdiction_id

    def candidates(
        self, context: ImportContext, rows: Sequence[ValidatedRow]
    ) -> Mapping[int, list[Candidate]]:
        wanted = [
            Wanted(
                row.number, row.values["full_name"], row.values.get("email", ""), row.values.get("organisation_id"),
                row.values.get("jurisdiction_id"),
            )
            for row in rows
        ]  # fmt: skip
        found = {
            number: [match for match in matches if match.exact or match.score >= NEEDS_DECISION]
            for number, matches in find_people(wanted).items()
        }
        labels = _labels([match.person_id for matches in found.values() for match in matches])
        return {
            number: [_candidate(match, *labels[match.person_id]) for match in matches]
            for number, matches in found.items()
        }

    def key_of(self, row: ValidatedRow) -> str:
        if email := row.values.get("email"):
            return f"mail|{email.casefold()}"
        return f"name|{cells.plain(row.values['full_name'])}|{row.values.get('organisation_id', '')}"

    def snapshot(self, entry: Person) -> dict[str, Any]:
        """The address of an account is the registered address; it is never changed by an import."""
        return super().snapshot(entry) | {"email": entry.address}

    def assign(self, entry: Person, values: Mapping[str, Any]) -> None:
        super().assign(entry, values)
        if entry.user_id:
            entry.email = ""

    def _entries(self, ids: Sequence[Any], *, locked: bool = False) -> Mapping[Any, Any]:
        rows = Person.objects.select_related("user").order_by("pk")
        return (rows.select_for_update(of=("self",)) if locked else rows).in_bulk(ids)

    def shown(self, context: ImportContext, name: str, value: Any) -> str:
        if name == "jurisdiction_id":
            if value not in context.names:
                context.names |= {one.pk: str(one) for one in Jurisdiction.objects.all()}
            return context.names[value]
        if name == "languages":
            return join_list(dict(settings.LANGUAGES).get(code, code) for code in value)
        return str(dict(Person.Sex.choices)[value]) if name == "sex" else str(value)

    def finds_more(self, context: ImportContext, rows: Sequence[ValidatedRow]) -> None:
        """A new affiliation changes a row; one in force at the same organisation stays as it is."""
        serving = set(
            Affiliation.objects.in_force()
            .filter(person__in=[row.target_id for row in rows])
            .values_list("person", "organisation")
        )
        for row in rows:
            organisation = row.values.get("organisation_id")
            row.values["is_affiliated"] = (row.target_id, organisation) in serving
            if organisation and not row.values["is_affiliated"] and row.status == "unchanged":
                row.status = "changed"

    def create(self, context: ImportContext, rows: Sequence[ImportRow], by: User) -> Sequence[Person]:
        return Person.objects.bulk_create(
            [
                Person(**{name: row.values[name] for name in self.stored if row.values.get(name) is not None})
                for row in rows
            ],
            batch_size=1000,
        )

    def after_save(
        self, context: ImportContext, rows: Sequence[ImportRow], entries: Mapping[int, Person], by: User
    ) -> None:  # fmt: skip
        today = timezone.localdate().isoformat()
        affiliations = []
        for row in rows:
            if row.values.get("organisation_id") and not row.values.get("is_affiliated"):
                row.values.setdefault("starts", today)
                affiliations.append(_affiliation_of(row))
        Affiliation.objects.bulk_create([Affiliation(**fields) for fields in affiliations], batch_size=1000)
        search.index_all((person, person.full_name, person.function) for person in entries.values())

    def before_undo(self, rows: Sequence[ImportRow]) -> None:
        """Remove the affiliations that the import added; those changed since stay."""
        added: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
        for row in rows:
            if row.target_id and row.values.get("organisation_id") and not row.values.get("is_affiliated"):
                fields = _affiliation_of(row)
                added[row.target_id].add((fields["organisation_id"], fields["function"]))
        ids = [
            one.pk
            for one in Affiliation.objects.filter(person__in=added, ends=None)
            if (one.organisation_id, one.function) in added[one.person_id]
        ]
        saved_at = min(row.committed_at for row in rows if row.committed_at)
        Affiliation.objects.filter(pk__in=ids, created_at__gte=saved_at).delete()
        fresh = [row.target_id for row in rows if row.status == ImportRow.Status.NEW and row.target_id]
        search.drop_all(Person, fresh)

    def unknown_names(self, batch: ImportBatch) -> list[tuple[str, int]]:
        rows = ImportRow.objects.waiting().filter(
            batch=batch, errors__organisation__code="unknown_organisation"
        )
        names = rows.order_by().values_list("errors__organisation__value")
        return [
            (name, n)
            for name, n in names.annotate(n=Count("pk")).order_by("-n", "errors__organisation__value")[:200]
        ]

    def suggestions(self, batch: ImportBatch, names: Sequence[str]) -> dict[str, list[str]]:
        return OrganisationNames(names).similar(batch.params.get("jurisdiction"))

    def create_unknown(self, batch: ImportBatch, names: Sequence[str], by: User) -> int:
        """Each name in the jurisdictions of its rows."""
        rows = ImportRow.objects.waiting().filter(batch=batch, errors__organisation__value__in=list(names))
        pairs = (
            rows.order_by().values_list("errors__organisation__value", "values__jurisdiction_id").distinct()
        )
        return create_organisations(list(pairs), kind=batch.params["kind"], by=by)


def _affiliation_of(row: ImportRow) -> dict[str, Any]:
    return {
        "person_id": row.target_id, "organisation_id": row.values["organisation_id"],
        "function": row.values.get("function") or "", "starts": row.values.get("starts") or timezone.localdate(),
    }  # fmt: skip


def _candidate(match: Match, public_id: str, label: str) -> Candidate:
    return Candidate(
        match.person_id, public_id, label, exact=match.exact, certain=match.exact and match.score >= SAME_NAME
    )


def _labels(ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Person -> public id, and name with court and address to tell namesakes apart. Two queries."""
    courts = dict(
        Affiliation.objects.in_force()
        .filter(person__in=ids)
        .order_by("starts", "pk")
        .values_list("person", "organisation__name")
    )
    people = Person.objects.filter(pk__in=ids).select_related("user")
    return {
        person.pk: (
            str(person.public_id),
            ", ".join(part for part in (person.full_name, courts.get(person.pk, ""), person.address) if part),
        )
        for person in people
    }
