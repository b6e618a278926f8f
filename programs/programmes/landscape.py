"""Our programmes beside others' offers: what each teaches, where, in which language and when; and what overlaps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from assessments.landscape.models import ExternalProgramme
from assessments.landscape.overlap import APART_DAYS, Overlap, Teaching, Verdict, overlaps_of
from participants.organisations.models import Jurisdiction
from programs.curriculum.models import CoverageCell, Variant
from programs.programmes.models import Programme, ProgrammeModule, ProgrammeNeed
from programs.programmes.note_models import OverlapNote
from programs.programmes.noting import notes_on, pair_of

Known = Programme | ExternalProgramme


def teaching_of(programmes: Iterable[Programme]) -> dict[int, Teaching]:
    """Programme id -> what it teaches: the competencies of its editions and of the needs that it answers; five queries.

    Languages are those of its cohorts and of the variants of its editions; none known is an empty set.
    """
    rows = {row.pk: row for row in programmes}
    codes: dict[int, set[str]] = {pk: set() for pk in rows}
    languages: dict[int, set[str]] = {pk: set() for pk in rows}
    editions: dict[int, set[int]] = {}
    for programme_id, edition_id in ProgrammeModule.objects.filter(programme__in=rows).values_list(
        "programme", "edition"
    ):
        editions.setdefault(edition_id, set()).add(programme_id)
    for edition_id, code in CoverageCell.objects.filter(edition__in=editions).values_list(
        "edition", "competency__code"
    ):
        for programme_id in editions[edition_id]:
            codes[programme_id].add(code)
    for edition_id, language in Variant.objects.filter(edition__in=editions).values_list(
        "edition", "language"
    ):
        for programme_id in editions[edition_id]:
            languages[programme_id].add(language)
    for programme_id, code in ProgrammeNeed.objects.filter(programme__in=rows).values_list(
        "programme", "training_need__competency__code"
    ):
        codes[programme_id].add(code)
    cohorts: Any = Programme._meta.get_field("cohorts").related_model
    for programme_id, spoken in cohorts.objects.filter(programme__in=rows).values_list(
        "programme", "languages"
    ):
        languages[programme_id] |= set(spoken)
    places = _places_of(rows)
    return {
        pk: Teaching(row, frozenset(codes[pk]), places[pk], frozenset(languages[pk]), row.starts, row.ends)
        for pk, row in rows.items()
    }


def _places_of(rows: Mapping[int, Programme]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {pk: set() for pk in rows}
    links = Programme.jurisdictions.through.objects.filter(programme__in=rows)
    for programme_id, code in links.values_list("programme", "jurisdiction__code"):
        found[programme_id].add(code)
    return {pk: frozenset(codes) for pk, codes in found.items()}


def offered(offer: ExternalProgramme) -> Teaching:
    """Prefetch `competencies` and `jurisdictions`."""
    return Teaching(
        offer,
        frozenset(one.code for one in offer.competencies.all()),
        frozenset(one.code for one in offer.jurisdictions.all()),
        frozenset(offer.languages),
        offer.starts,
        offer.ends,
    )


def overlaps_with(programme: Programme, user: Any) -> list[Overlap]:
    """What repeats a programme among others' offers and our own programmes that the person may see."""
    around = Q(
        starts__lte=programme.ends + timedelta(days=APART_DAYS),
        ends__gte=programme.starts - timedelta(days=APART_DAYS),
    )
    offers = ExternalProgramme.objects.visible_to(user).offered().filter(around)
    own = Programme.objects.visible_to(user).filter(around).exclude(pk=programme.pk)
    own = own.exclude(state=Programme.State.CLOSED).select_related("lead_organisation")
    teaching = teaching_of([programme, *own])
    planned = teaching.pop(programme.pk)
    others = [offered(row) for row in offers.prefetch_related("competencies", "jurisdictions")]
    return overlaps_of(planned, [*others, *teaching.values()])


@dataclass(frozen=True)
class Warned:
    """A programme that repeats what another offers, and how that was answered, if it was."""

    programme: Programme
    overlap: Overlap
    note: OverlapNote | None


def warnings_of(programme: Programme, user: Any) -> list[Warned]:
    """Every overlap of the programme with its answer; what is still to be answered first."""
    notes = notes_on([programme])
    found = [
        Warned(programme, one, notes.get(pair_of(programme, one.other)))
        for one in overlaps_with(programme, user)
    ]
    return sorted(found, key=lambda one: one.note is not None)


def repeats_among(teachings: Iterable[Teaching], user: Any) -> list[Warned]:
    """Of the programmes that the person plans: what repeats which other. Two queries, whatever their number."""
    rows = list(teachings)
    planned = set(Programme.objects.coordinated_by(user).values_list("pk", flat=True))
    mine = [one for one in rows if isinstance(one.key, Programme) and one.key.pk in planned]
    notes = notes_on(one.key for one in mine)
    found = [
        Warned(one.key, overlap, notes.get(pair_of(one.key, overlap.other)))
        for one in mine
        for overlap in overlaps_of(one, (other for other in rows if other is not one))
        if overlap.verdict == Verdict.REPEATS
    ]
    return sorted(found, key=lambda one: one.note is not None)


@dataclass
class Tile:
    """A jurisdiction on the map: what runs there, ours and others'."""

    place: Jurisdiction
    own: list[Programme] = field(default_factory=list)
    others: list[ExternalProgramme] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.own) + len(self.others)

    @property
    def tone(self) -> str:
        return ("none", "", "two")[self.count] if self.count < 3 else "many"


@dataclass(frozen=True)
class Region:
    name: str
    tiles: list[Tile]


def everything(user: Any) -> list[Teaching]:
    """What our programmes and others' offers teach, as far as the person sees them. Nine queries."""
    own = Programme.objects.visible_to(user).exclude(state=Programme.State.CLOSED)
    others = ExternalProgramme.objects.visible_to(user).offered()
    teachings = list(teaching_of(own.select_related("lead_organisation")).values())
    return teachings + [offered(row) for row in others.prefetch_related("competencies", "jurisdictions")]


def regions(
    teachings: Iterable[Teaching],
    *,
    competency: str = "",
    language: str = "",
    starts: date | None = None,
    ends: date | None = None,
) -> list[Region]:
    """The map: every jurisdiction by region, with the programmes and offers that the choice leaves. One query."""
    tiles = {place.code: Tile(place) for place in Jurisdiction.objects.order_by("region", "name")}
    for one in teachings:
        if not _is_chosen(one, competency, language, starts, ends):
            continue
        for code in one.places:
            tile = tiles[code]
            (tile.own if isinstance(one.key, Programme) else tile.others).append(one.key)
    by_region: dict[str, list[Tile]] = {}
    for tile in tiles.values():
        by_region.setdefault(tile.place.region, []).append(tile)
    return [Region(name, rows) for name, rows in sorted(by_region.items())]


def _is_chosen(one: Teaching, competency: str, language: str, starts: date | None, ends: date | None) -> bool:
    return (
        (not competency or competency in one.competencies)
        and (not language or language in one.languages)
        and (starts is None or one.ends >= starts)
        and (ends is None or one.starts <= ends)
    )
