"""Our programmes beside others' offers: what each teaches, where, in which language and when; and what overlaps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef, Q, QuerySet

from assessments.landscape.models import ExternalProgramme
from assessments.landscape.overlap import APART_DAYS, Overlap, OverlapKind, ProgrammeScope, overlaps_of
from participants.organisations.models import Jurisdiction
from portal.access.users import AnyUser
from programs.curriculum.models import CoverageCell, Variant
from programs.programmes.models import Programme, ProgrammeNeed
from programs.programmes.overlap_answers import notes_on, pair_of
from programs.programmes.overlap_models import OverlapAnswer

Known = Programme | ExternalProgramme


def _listed(rows: QuerySet[Any], path: str, value: Any) -> ArraySubquery:
    """`value` of those rows whose `path` is the outer row."""
    return ArraySubquery(rows.filter(**{path: OuterRef("pk")}).order_by().values(listed=value))


def teaching_of(programmes: QuerySet[Programme]) -> list[ProgrammeScope]:
    """What each teaches: the competencies of its editions and of the needs that it answers. One query.

    Languages are those of its cohorts and of the variants of its editions; none known is an empty set.
    """
    cohorts: Any = Programme._meta.get_field("cohorts").related_model
    edition = "edition__programmes__programme"
    rows = programmes.select_related("lead_organisation").annotate(
        covered=_listed(CoverageCell.objects.all(), edition, F("competency__code")),
        answered=_listed(ProgrammeNeed.objects.all(), "programme", F("training_need__competency__code")),
        written_in=_listed(Variant.objects.all(), edition, F("language")),
        spoken=_listed(cohorts.objects.all(), "programme", Func(F("languages"), function="unnest")),
        taught_in=_listed(
            Programme.jurisdictions.through.objects.all(), "programme", F("jurisdiction__code")
        ),
    )
    return [
        ProgrammeScope(
            row, frozenset(row.covered + row.answered), frozenset(row.taught_in),
            frozenset(row.written_in + row.spoken), row.starts, row.ends,
        )
        for row in rows
    ]  # fmt: skip


def offered(offers: QuerySet[ExternalProgramme]) -> list[ProgrammeScope]:
    """What each offer teaches. One query."""
    rows = offers.annotate(
        taught=_listed(
            ExternalProgramme.competencies.through.objects.all(), "externalprogramme", F("competency__code")
        ),
        taught_in=_listed(
            ExternalProgramme.jurisdictions.through.objects.all(),
            "externalprogramme",
            F("jurisdiction__code"),
        ),
    )
    return [
        ProgrammeScope(
            row,
            frozenset(row.taught),
            frozenset(row.taught_in),
            frozenset(row.languages),
            row.starts,
            row.ends,
        )
        for row in rows
    ]


def overlaps_with(programme: Programme, user: AnyUser) -> list[Overlap]:
    """What repeats a programme among others' offers and our own programmes that the person may see. Two queries."""
    around = Q(
        starts__lte=programme.ends + timedelta(days=APART_DAYS),
        ends__gte=programme.starts - timedelta(days=APART_DAYS),
    )
    offers = ExternalProgramme.objects.visible_to(user).offered().filter(around)
    own = Programme.objects.visible_to(user).filter(around).exclude(state=Programme.State.CLOSED)
    teaching = teaching_of(Programme.objects.filter(Q(pk__in=own.values("pk")) | Q(pk=programme.pk)))
    planned = next(one for one in teaching if one.key == programme)
    ours = [one for one in teaching if one is not planned]
    return overlaps_of(planned, [*offered(offers), *ours])


@dataclass(frozen=True)
class OverlapWarning:
    """A programme that repeats what another offers, and how that was answered, if it was."""

    programme: Programme
    overlap: Overlap
    note: OverlapAnswer | None


def warnings_of(programme: Programme, user: AnyUser) -> list[OverlapWarning]:
    """Every overlap of the programme with its answer; what is still to be answered first."""
    notes = notes_on([programme])
    found = [
        OverlapWarning(programme, one, notes.get(pair_of(programme, one.other)))
        for one in overlaps_with(programme, user)
    ]
    return sorted(found, key=lambda one: one.note is not None)


def repeats_among(teachings: Iterable[ProgrammeScope], user: AnyUser) -> list[OverlapWarning]:
    """Of the programmes that the person plans: what repeats which other. Two queries, whatever their number."""
    rows = list(teachings)
    planned = set(Programme.objects.coordinated_by(user).values_list("pk", flat=True))
    mine = [one for one in rows if isinstance(one.key, Programme) and one.key.pk in planned]
    notes = notes_on(one.key for one in mine)
    found = [
        OverlapWarning(one.key, overlap, notes.get(pair_of(one.key, overlap.other)))
        for one in mine
        for overlap in overlaps_of(one, (other for other in rows if other is not one))
        if overlap.kind == OverlapKind.REPEATS
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


def everything(user: AnyUser) -> list[ProgrammeScope]:
    """What our programmes and others' offers teach, as far as the person sees them. Two queries."""
    own = Programme.objects.visible_to(user).exclude(state=Programme.State.CLOSED)
    return teaching_of(own) + offered(ExternalProgramme.objects.visible_to(user).offered())


def regions(
    teachings: Iterable[ProgrammeScope],
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
        for code in one.jurisdictions:
            tile = tiles[code]
            (tile.own if isinstance(one.key, Programme) else tile.others).append(one.key)
    by_region: dict[str, list[Tile]] = {}
    for tile in tiles.values():
        by_region.setdefault(tile.place.region, []).append(tile)
    return [Region(name, rows) for name, rows in sorted(by_region.items())]


def _is_chosen(
    one: ProgrammeScope, competency: str, language: str, starts: date | None, ends: date | None
) -> bool:
    return (
        (not competency or competency in one.competencies)
        and (not language or language in one.languages)
        and (starts is None or one.ends >= starts)
        and (ends is None or one.starts <= ends)
    )
