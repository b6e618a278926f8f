"""Importer of caseload returns: the kind "caseload_returns"."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.indicators import policies
from evaluations.indicators.forms import ReturnsImportForm
from evaluations.indicators.models import CaseloadReturn
from evaluations.indicators.periods import parse_period
from evaluations.indicators.rates import imbalance
from participants.accounts.models import User
from participants.organisations.models import Court, Jurisdiction, Organisation
from portal.access.users import AnyUser
from portal.audit import services as audit
from portal.search import services as search
from portal.tables.imports import cells, messages
from portal.tables.imports.errors import CellError, ChangedSinceError, StaleImportError
from portal.tables.imports.importers import Field, Importer, ValidatedRow
from portal.tables.models import ImportBatch, ImportRow

COUNTS = ("pending_start", "incoming", "resolved", "pending_end")
STORED = (*COUNTS, "quality_note")
# What an import overwrites and an undo restores, including who entered and verified the figures.
RESTORED = (*STORED, "source", "entered_by_id", "verified_by_id", "verified_at")

MESSAGES = {
    "unknown_court": _(
        "No court in this jurisdiction is called “%(value)s”. Choose a court, or create one above."
    ),
    "unbalanced": _("%(start)s + %(incoming)s − %(resolved)s = %(computed)s, but the file gives %(stated)s."),
}


def period(cell: str) -> str:
    """Parse a year, quarter or month that has ended, as "first day/last day". Raises CellError."""
    dates = parse_period(cell)
    if dates is None:
        raise CellError("not_a_period", value=cell[:40])
    if dates[1] > timezone.localdate():
        raise CellError("future", value=cell)
    return "/".join(day.isoformat() for day in dates)


def _court_choices(context: "CourtLookup") -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(context.names.values())]


@dataclass
class CourtLookup:
    """The jurisdiction's courts by every name that a file may use."""

    jurisdiction_id: int
    courts: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    source: str = ""


class CaseloadReturnImporter(Importer):
    """One row is a court, case type, period and four counts. Rates are calculated, never imported."""

    name = "caseload_returns"
    title = _("Caseload returns")
    hint = _(
        "Incoming, resolved and pending cases by court, case type and period. Rates are computed from them."
    )
    key_field = "period"
    unknown_field = "court"
    note_label = _("Why do you keep the figures as they are? Your reason is shown wherever they appear.")
    form = ReturnsImportForm
    fields = (
        Field("court", _("Court"), cells.text(), choices=_court_choices,
              guesses=("court", "circuit", "tribunal", "juzgado", "court name")),
        Field("case_type", _("Case type"), cells.text(60),
              guesses=("type of action", "case type", "type", "matière", "materia")),
        Field("period", _("Period"), period, guesses=("year", "period", "quarter", "month", "année", "año", "trim.")),
        Field("pending_start", _("Pending at start"), cells.integer, required=False, numeric=True,
              guesses=("pending at start", "start", "stock début")),
        Field("incoming", _("Incoming"), cells.integer, numeric=True,
              guesses=("filed", "incoming", "entrées", "ingresados")),
        Field("resolved", _("Resolved"), cells.integer, numeric=True,
              guesses=("terminated", "resolved", "sorties", "resueltos")),
        Field("pending_end", _("Pending at end"), cells.integer, numeric=True,
              guesses=("pending at end", "end", "stock fin")),
        Field("quality_note", _("Data-quality note"), cells.text(500), required=False, is_note=True,
              guesses=("note", "data-quality note", "obs.", "remarks")),
    )  # fmt: skip

    def may_use(self, user: AnyUser) -> bool:
        return policies.may_enter(user)

    def params_from_form(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {"jurisdiction": cleaned["jurisdiction"].pk, "source": cleaned["source"]}

    def may_import_into(self, user: AnyUser, params: dict[str, Any]) -> bool:
        return policies.may_enter(user, _jurisdiction(params))

    def describe_target(self, params: dict[str, Any]) -> str:
        return str(_jurisdiction(params))

    def success_url(self, params: dict[str, Any]) -> str:
        return reverse("evaluations:indicators:jurisdiction", args=[_jurisdiction(params).public_id])

    def load_context(self, params: dict[str, Any]) -> CourtLookup:
        lookup = CourtLookup(params["jurisdiction"], source=params.get("source", ""))
        courts = Court.objects.filter(organisation__jurisdiction=lookup.jurisdiction_id).select_related(
            "organisation"
        )
        for court in courts:
            lookup.names[court.pk] = str(court)
            for name in (court.source_code, str(court)):
                if name:
                    lookup.courts.setdefault(_normalised(name), court.pk)
        return lookup

    def validate_rows(self, context: CourtLookup, rows: list[ValidatedRow]) -> None:
        for row in rows:
            self._find_court(context, row)
            self._check_balance(row)
        complete = [row for row in rows if row.key]
        stored = self._stored(complete)
        for row in complete:
            self._compare(row, stored.get(row.key))

    def _find_court(self, context: CourtLookup, row: ValidatedRow) -> None:
        name = row.values.get("court")
        if name is None:
            return
        court = context.courts.get(_normalised(name))
        if court is None:
            row.errors["court"] = {"code": "unknown_court", "value": name[:80]}
            return
        row.values["court_id"] = court
        if "period" in row.values and "case_type" in row.values:
            row.key = f"{court}|{row.values['case_type']}|{row.values['period']}"

    def _check_balance(self, row: ValidatedRow) -> None:
        counts: dict[str, Any] = {name: row.values.get(name) for name in COUNTS}
        if any(counts[name] is None for name in ("incoming", "resolved", "pending_end")):
            return
        off = imbalance(**counts)
        if off:
            row.warnings["pending_end"] = {
                "code": "unbalanced",
                "start": counts["pending_start"],
                "incoming": counts["incoming"],
                "resolved": counts["resolved"],
                "computed": counts["pending_end"] - off,
                "stated": counts["pending_end"],
            }

    def _stored(self, rows: list[ValidatedRow]) -> dict[str, CaseloadReturn]:
        if not rows:
            return {}
        courts = {row.values["court_id"] for row in rows}
        starts = {row.values["period"].partition("/")[0] for row in rows}
        returns = CaseloadReturn.objects.filter(court__in=courts, starts__in=starts)
        return {f"{r.court_id}|{r.case_type}|{r.starts.isoformat()}/{r.ends.isoformat()}": r for r in returns}

    def _compare(self, row: ValidatedRow, stored: CaseloadReturn | None) -> None:
        if stored is None:
            return
        row.target_id, row.before = stored.pk, _as_json(stored)
        row.note = row.note or (stored.quality_note if row.warnings else "")
        new = {**{name: row.values.get(name) for name in COUNTS}, "quality_note": row.note}
        row.status = "unchanged" if all(new[name] == row.before[name] for name in STORED) else "changed"

    def save_rows(self, context: CourtLookup, rows: list[ImportRow], by: User) -> None:
        fresh = [row for row in rows if row.status == "new"]
        made = CaseloadReturn.objects.bulk_create(
            [self._new(context, row, by) for row in fresh], batch_size=1000
        )
        for row, saved in zip(fresh, made, strict=True):
            row.target_id = saved.pk
        self._overwrite(context, [row for row in rows if row.status == "changed"], by)

    def _new(self, context: CourtLookup, row: ImportRow, by: User) -> CaseloadReturn:
        first, _slash, last = row.values["period"].partition("/")
        return CaseloadReturn(
            court_id=row.values["court_id"],
            case_type=row.values["case_type"],
            starts=date.fromisoformat(first),
            ends=date.fromisoformat(last),
            quality_note=row.note,
            source=context.source,
            entered_by=by,
            **{name: row.values.get(name) for name in COUNTS},
        )

    def _overwrite(self, context: CourtLookup, rows: list[ImportRow], by: User) -> None:
        stored = CaseloadReturn.objects.select_for_update().in_bulk([row.target_id for row in rows])
        for row in rows:
            existing = stored.get(row.target_id)
            if existing is None or _as_json(existing) != row.before:
                raise StaleImportError
            for name in COUNTS:
                setattr(existing, name, row.values.get(name))
            existing.quality_note, existing.source = row.note, context.source or existing.source
            existing.entered_by_id, existing.verified_by_id, existing.verified_at = by.pk, None, None
            existing.updated_at = timezone.now()
        CaseloadReturn.objects.bulk_update(stored.values(), [*_FIELDS, "updated_at"], batch_size=500)

    def undo_rows(self, rows: list[ImportRow]) -> None:
        stored = CaseloadReturn.objects.select_for_update().in_bulk([row.target_id for row in rows])
        for row in rows:
            existing = stored.get(row.target_id)
            now = {**{name: row.values.get(name) for name in COUNTS}, "quality_note": row.note}
            if (
                existing is None
                or existing.verified_by_id
                or any(getattr(existing, name) != now[name] for name in STORED)
            ):
                raise ChangedSinceError
            for name, value in row.before.items():
                setattr(existing, name, value)
            existing.updated_at = timezone.now()
        back = [stored[row.target_id] for row in rows if row.status == "changed"]
        CaseloadReturn.objects.bulk_update(back, [*_FIELDS, "updated_at"], batch_size=500)
        CaseloadReturn.objects.filter(pk__in=[row.target_id for row in rows if row.status == "new"]).delete()

    def unknown_names(self, batch: ImportBatch) -> list[tuple[str, int]]:
        rows = ImportRow.objects.waiting().filter(batch=batch, errors__court__code="unknown_court")
        counts = rows.order_by().values_list("errors__court__value").annotate(n=Count("pk")).order_by("-n")
        return [(name, n) for name, n in counts]

    @transaction.atomic
    def create_unknown(self, batch: ImportBatch, names: Sequence[str], by: User) -> int:
        """Create courts with the names in the file; level and branch are set later on the court's page."""
        jurisdiction = _jurisdiction(batch.params)
        for name in names:
            organisation, _made = Organisation.objects.get_or_create(
                name=name, jurisdiction=jurisdiction, defaults={"kind": Organisation.Kind.COURT}
            )
            court, made = Court.objects.get_or_create(
                organisation=organisation, defaults={"level": Court.Level.FIRST, "source_code": name[:40]}
            )
            if made:
                audit.record(by, "court.created", court, batch=batch.pk)
                search.index(court, title=str(court), body=str(jurisdiction))
        return len(names)


_FIELDS = ("pending_start", "incoming", "resolved", "pending_end", "quality_note", "source",
           "entered_by", "verified_by", "verified_at")  # fmt: skip


def _as_json(stored: CaseloadReturn) -> dict[str, Any]:
    previous = {name: getattr(stored, name) for name in RESTORED}
    return {**previous, "verified_at": stored.verified_at.isoformat() if stored.verified_at else None}


def _normalised(name: str) -> str:
    return " ".join(name.casefold().split())


def _jurisdiction(params: dict[str, Any]) -> Jurisdiction:
    return Jurisdiction.objects.get(pk=params["jurisdiction"])


def register_messages() -> None:
    messages.add(MESSAGES)
