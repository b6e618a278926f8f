"""Needs: the frozen rankings behind the programme's modules, as published."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from assessments.needs.models import NeedsAssessment, RankedNeed, Ranking, TrainingNeed
from evaluations.reports.snapshot.tables import Row, Table
from portal.figures.figure import Figure, Reason, missing, ratio_percent
from programs.programmes.models import Programme

SCORE = "mean weighted discrepancy score (Borich): mean of (importance − ability) × mean importance, 0 to 20"
RATE = "complete answers / eligible people invited × 100"
SHOWN = 12
GROUPS = ("judge", "prosecutor", "court_staff", "lawyer", "ministry", "civil_society", "oversight")


def read(programme: Programme, starts: date, ends: date) -> Iterable[Table]:  # noqa: ARG001  one shape for all readers
    """Read the latest ranking of the assessment that most needs of the programme come from; nothing without one."""
    needs = list(
        TrainingNeed.objects.filter(
            module_answers__module__editions__programmes__programme=programme
        ).distinct()
    )
    by_assessment = [need.assessment_id for need in needs]
    if not by_assessment:
        return
    main = max(sorted(set(by_assessment)), key=by_assessment.count)
    ranking = Ranking.objects.filter(assessment=main).order_by("-id").first()
    if ranking is None:
        return
    answered = {need.competency_id: need for need in needs}
    yield _ranked(ranking, answered)
    yield _answers(ranking)


def _ranked(ranking: Ranking, answered: dict[int, TrainingNeed]) -> Table:
    cells: dict[int, dict[str, RankedNeed]] = {}
    for cell in (
        RankedNeed.objects.filter(ranking=ranking)
        .select_related("competency")
        .prefetch_related("competency__texts")
    ):
        cells.setdefault(cell.competency_id, {})[cell.group_code] = cell
    codes = {code for group in cells.values() for code in group if code}
    columns = ("rank", "n", "score", *(code for code in GROUPS if code in codes))
    ranked = sorted(
        (group for group in cells.values() if "" in group),
        key=lambda g: (g[""].rank is None, g[""].rank or 0),
    )
    rows = []
    for group in ranked[:SHOWN]:
        overall = group[""]
        figures = {"score": _score(overall)} | {code: _score(cell) for code, cell in group.items() if code}
        if overall.n is not None:
            figures["n"] = Figure(
                Decimal(overall.n), unit="answers", n=overall.n, definition="valid pairs of answers"
            )
        if overall.rank is not None:
            figures["rank"] = Figure(Decimal(overall.rank), unit="rank", n=overall.n, definition=SCORE)
        need = answered.get(overall.competency_id)
        texts = {text.language: text.statement for text in overall.competency.texts.all()}
        texts = {"answer": "taught" if need else "no_module"}
        rows.append(Row(overall.competency.code, {"": overall.competency.statement, **texts}, figures, texts))
    return Table("needs", "needs", (*columns, "answer"), tuple(rows))


def _score(cell: RankedNeed) -> Figure:
    sources = (("assessments.rankedneed", cell.pk),)
    if cell.score is None:
        return missing(_reason(cell), definition=SCORE)
    return Figure(cell.score, n=cell.n, definition=SCORE, sources=sources)


def _reason(cell: RankedNeed) -> Reason:
    """Why the ranking has no score here; every other reason in a ranking is a form of suppression."""
    if cell.reason == "no_data":
        return "no_data"
    return "not_applicable" if cell.reason == "not_applicable" else "suppressed"


def _answers(ranking: Ranking) -> Table:
    """Invited, complete and response rate by group, as frozen in the ranking."""
    sources = (("assessments.ranking", ranking.pk),)
    rows = []
    groups = [code for code in GROUPS if code in ranking.responses]
    for code in [*groups, *([""] if "" in ranking.responses else [])]:
        details = ranking.responses[code]
        rows.append(Row(code or "all", {}, _rate(details, sources), is_total=not code))
    return Table("answers", "needs", ("invited", "complete", "rate"), tuple(rows))


def _rate(details: dict, sources: tuple[tuple[str, int], ...]) -> dict[str, Figure]:
    invited, complete = details.get("invited"), details.get("complete")
    figures = {}
    if invited is not None:
        figures["invited"] = Figure(
            Decimal(invited), unit="people", n=invited, definition="people invited", sources=sources
        )
    if complete is None:
        withheld = missing("suppressed", unit="people", definition=RATE)
        return figures | {"complete": withheld, "rate": missing("suppressed", unit="%", definition=RATE)}
    figures["complete"] = Figure(
        Decimal(complete), unit="people", n=complete, definition="complete answers", sources=sources
    )
    eligible = (invited or 0) - (details.get("bounced") or 0) - (details.get("screened_out") or 0)
    rate = ratio_percent(complete, eligible if invited is not None else None, definition=RATE)
    return figures | {"rate": rate}


def title_of(programme: Programme) -> str:
    """Title of the assessment, for the text next to the tables."""
    texts = (
        NeedsAssessment.objects.filter(
            training_needs__module_answers__module__editions__programmes__programme=programme
        )
        .order_by("-id")
        .first()
    )
    return texts.title if texts else ""
