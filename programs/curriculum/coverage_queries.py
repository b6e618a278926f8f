"""Queries for the coverage map: modules and needs of each competency; needs without module, modules without need."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from assessments.competencies.models import Competency, FrameworkVersion
from assessments.competencies.profile_models import RoleProfile
from assessments.needs.models import TrainingNeed
from portal.access.users import AnyUser
from portal.figures.figure import Figure, ratio_percent
from programs.curriculum.coverage import Cell, Coverage, Row, coverage_of
from programs.curriculum.models import CoverageCell, Edition, Module

COVERED = "competencies that a module assesses at the required level / competencies of the framework × 100"
TOUCHED = "competencies that a module introduces, develops or assesses / competencies of the framework × 100"
DEPTHS = ("introduces", "develops", "assesses")


@dataclass(frozen=True)
class Line:
    """One competency with its coverage, its modules by depth as (module, level), and the needs that refer to it."""

    competency: Competency
    row: Row
    by_depth: dict[str, list[tuple[Module, int]]]
    needs: list[TrainingNeed]


@dataclass(frozen=True)
class CoverageMap:
    coverage: Coverage
    lines: Sequence[Line]

    @property
    def covered(self) -> Figure:
        return ratio_percent(self.coverage.covered, self.coverage.required, definition=COVERED)

    @property
    def touched(self) -> Figure:
        return ratio_percent(self.coverage.touched, self.coverage.required, definition=TOUCHED)


def coverage_map(
    version: FrameworkVersion, *, level: int, user: AnyUser, profile: RoleProfile | None = None
) -> CoverageMap:
    """Coverage by published editions of the competencies that the profile requires, or of all at `level`.

    Six queries, seven with a profile.

    Cells are matched by the code of the competency, which is the same in all editions of a framework.
    """
    competencies = list(
        version.competencies.filter(kind=Competency.Kind.COMPETENCY)
        .select_related("parent")
        .prefetch_related("texts", "parent__texts")
    )
    required = dict.fromkeys((competency.code for competency in competencies), level)
    if profile is not None:
        required = dict(profile.requirements.values_list("competency__code", "level"))
        competencies = [competency for competency in competencies if competency.code in required]
    codes = {competency.code for competency in competencies}
    cells = CoverageCell.objects.filter(
        edition__state=Edition.State.PUBLISHED, competency__code__in=codes,
        competency__version__framework=version.framework_id,
    ).select_related("edition__module", "competency")  # fmt: skip
    modules: dict[str, dict[str, list[tuple[Module, int]]]] = {}
    rule_cells = []
    for cell in cells.order_by("edition__module__code"):
        code, module = cell.competency.code, cell.edition.module
        modules.setdefault(code, {}).setdefault(cell.depth, []).append((module, cell.level))
        rule_cells.append(Cell(code, module.code, cell.depth, cell.level))
    coverage = coverage_of(required, rule_cells)
    needs: dict[str, list[TrainingNeed]] = {}
    visible_needs = TrainingNeed.objects.visible_to(user).filter(competency__code__in=codes)
    for need in visible_needs.select_related("competency", "assessment"):
        needs.setdefault(need.competency.code, []).append(need)
    return CoverageMap(
        coverage,
        [
            Line(
                competency,
                coverage.rows[competency.code],
                modules.get(competency.code, {}),
                needs.get(competency.code, []),
            )
            for competency in competencies
        ],
    )


def needs_without_module(user: AnyUser) -> QuerySet[TrainingNeed]:
    """Needs without a module or programme, except those to be addressed by something other than training."""
    answered = Q(module_answers__isnull=False) | Q(programme_answers__isnull=False)
    return (
        TrainingNeed.objects.visible_to(user)
        .exclude(pk__in=TrainingNeed.objects.filter(answered).values("pk"))
        .exclude(state=TrainingNeed.State.NOT_ANSWERED)
        .select_related("assessment", "competency")
        .order_by("priority", "id")
    )


def modules_without_need(user: AnyUser) -> QuerySet[Module]:
    """Published modules that address no need."""
    published = Edition.objects.filter(state=Edition.State.PUBLISHED)
    return (
        Module.objects.visible_to(user)
        .filter(pk__in=published.values("module"), answered_needs=None)
        .select_related("owner")
        .order_by("code")
    )
