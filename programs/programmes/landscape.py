"""The scope of own programmes and others' training offers, their overlaps, and the map by jurisdiction."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef, Q, QuerySet, prefetch_related_objects

from assessments.landscape.models import ExternalProgramme
from assessments.landscape.overlap import APART_DAYS, Overlap, OverlapKind, ProgrammeScope, overlaps_of
from participants.organisations.models import Jurisdiction
from portal.access.users import AnyUser
from programs.curriculum.models import CoverageCell, Variant
from programs.programmes.models import Programme, ProgrammeNeed
from programs.programmes.overlap_answers import answers_for, pair_of
from programs.programmes.overlap_models import OverlapAnswer

Known = Programme | ExternalProgramme


def _array(rows: QuerySet[Any], path: str, value: Any) -> ArraySubquery:
    """An array of `value` over the rows whose `path` is the outer row."""
    return ArraySubquery(rows.filter(**{path: OuterRef("pk")}).order_by().values(listed=value))


def scopes_of_programmes(programmes: QuerySet[Programme]) -> list[ProgrammeScope]:
    """The scope of each programme, in one query.

    Competencies are those of its editions and of the needs that it addresses; languages are those of its cohorts and
    of the variants of its editions, an empty set if none is known.
    """
    cohorts: Any = Programme._meta.get_field("cohorts").related_model
    edition = "edition__programmes__programme"
    rows = programmes.select_related("lead_organisation").annotate(
        covered=_array(CoverageCell.objects.all(), edition, F("competency__code")),
        answered=_array(ProgrammeNeed.objects.all(), "programme", F("training_need__competency__code")),
        written_in=_array(Variant.objects.all(), edition, F("language")),
        spoken=_array(cohorts.objects.all(), "programme", Func(F("languages"), function="unnest")),
        taught_in=_array(Programme.jurisdictions.through.objects.all(), "programme", F("jurisdiction__code")),
    )
    return [
        ProgrammeScope(
            row, frozenset(row.covered + row.answered), frozenset(row.taught_in),
            frozenset(row.written_in + row.spoken), row.starts, row.ends,
        )
        for row in rows
    ]  # fmt: skip


def scopes_of_offers(offers: QuerySet[ExternalProgramme]) -> list[ProgrammeScope]:
    """The scope of each training offer, in one query."""
    rows = offers.annotate(
        taught=_array(
            ExternalProgramme.competencies.through.objects.all(), "externalprogramme", F("competency__code")
        ),
        taught_in=_array(
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
    """Overlaps of a programme with offers and other programmes that the user may see. Two queries."""
    same_period = Q(
        starts__lte=programme.ends + timedelta(days=APART_DAYS),
        ends__gte=programme.starts - timedelta(days=APART_DAYS),
    )
    offers = ExternalProgramme.objects.visible_to(user).offered().filter(same_period)
    own = Programme.objects.visible_to(user).filter(same_period).exclude(state=Programme.State.CLOSED)
    scopes = scopes_of_programmes(Programme.objects.filter(Q(pk__in=own.values("pk")) | Q(pk=programme.pk)))
    planned = next(scope for scope in scopes if scope.key == programme)
    others = [scope for scope in scopes if scope is not planned]
    return overlaps_of(planned, [*scopes_of_offers(offers), *others])


@dataclass(frozen=True)
class OverlapWarning:
    """An overlap of a programme, the names of its jurisdictions, and the answer to it, if there is one."""

    programme: Programme
    overlap: Overlap
    jurisdictions: list[str]
    answer: OverlapAnswer | None


def warnings_of(programme: Programme, user: AnyUser) -> list[OverlapWarning]:
    """The overlaps of the programme with their answers, the unanswered ones first."""
    return _with_answers((programme, overlap) for overlap in overlaps_with(programme, user))


def _with_answers(pairs: Iterable[tuple[Programme, Overlap]]) -> list[OverlapWarning]:
    """Two queries."""
    pairs = list(pairs)
    programmes = list({programme.pk: programme for programme, _overlap in pairs}.values())
    answers = answers_for(programmes)
    prefetch_related_objects(programmes, "jurisdictions")
    names = {row.code: str(row) for programme in programmes for row in programme.jurisdictions.all()}
    warnings = [
        OverlapWarning(
            programme,
            overlap,
            sorted(names[code] for code in overlap.jurisdictions),
            answers.get(pair_of(programme, overlap.other)),
        )
        for programme, overlap in pairs
    ]
    return sorted(warnings, key=lambda warning: warning.answer is not None)


def duplicates_among(scopes: Iterable[ProgrammeScope], user: AnyUser) -> list[OverlapWarning]:
    """Programmes that the user coordinates and that duplicate another one of `scopes`. Three queries."""
    rows = list(scopes)
    coordinated = set(Programme.objects.coordinated_by(user).values_list("pk", flat=True))
    own = [row for row in rows if isinstance(row.key, Programme) and row.key.pk in coordinated]
    return _with_answers(
        (planned.key, overlap)
        for planned in own
        for overlap in overlaps_of(planned, (other for other in rows if other is not planned))
        if overlap.kind == OverlapKind.REPEATS
    )


@dataclass
class Tile:
    """A jurisdiction on the map with its own programmes and the offers of others."""

    jurisdiction: Jurisdiction
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


def all_scopes(user: AnyUser) -> list[ProgrammeScope]:
    """The scopes of all programmes and offers that the user may see. Two queries."""
    own = Programme.objects.visible_to(user).exclude(state=Programme.State.CLOSED)
    return scopes_of_programmes(own) + scopes_of_offers(ExternalProgramme.objects.visible_to(user).offered())


def regions(
    scopes: Iterable[ProgrammeScope],
    *,
    competency: str = "",
    language: str = "",
    starts: date | None = None,
    ends: date | None = None,
) -> list[Region]:
    """Every jurisdiction by region, with the programmes and offers that match the filters. One query."""
    tiles = {row.code: Tile(row) for row in Jurisdiction.objects.order_by("region", "name")}
    for scope in scopes:
        if not _matches(scope, competency, language, starts, ends):
            continue
        for code in scope.jurisdictions:
            tile = tiles[code]
            (tile.own if isinstance(scope.key, Programme) else tile.others).append(scope.key)
    by_region: dict[str, list[Tile]] = {}
    for tile in tiles.values():
        by_region.setdefault(tile.jurisdiction.region, []).append(tile)
    return [Region(name, rows) for name, rows in sorted(by_region.items())]


def _matches(
    scope: ProgrammeScope, competency: str, language: str, starts: date | None, ends: date | None
) -> bool:
    return (
        (not competency or competency in scope.competencies)
        and (not language or language in scope.languages)
        and (starts is None or scope.ends >= starts)
        and (ends is None or scope.starts <= ends)
    )
