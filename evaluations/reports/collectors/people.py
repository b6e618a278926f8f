"""Participants: from application to reform, by jurisdiction, and test results.

Counts below the threshold are suppressed.
"""

from collections.abc import Hashable, Iterable
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, F, FloatField, Max, Q
from django.db.models.functions import Cast

from evaluations.certificates.models import Certificate
from evaluations.reforms.models import ReformPlan
from evaluations.reports.snapshot.tables import Row, Table, plain
from portal.figures.figure import Figure, missing
from portal.figures.suppression import suppressed_cells
from programs.cohorts.models import Cohort, CohortApplication, Enrolment
from programs.learning.models import Quiz, QuizAttempt
from programs.programmes.models import Programme

COUNT = "number of people recorded in the period"
PEOPLE_COLUMNS = ("applied", "enrolled", "completed", "women")


def read(programme: Programme, starts: date, ends: date) -> Iterable[Table]:
    cohorts = list(
        Cohort.objects.filter(programme=programme, starts__lte=ends, ends__gte=starts).order_by("starts")
    )
    yield _funnel(cohorts, ends)
    yield _by_jurisdiction(cohorts)
    yield _scores(cohorts)


def counted(n: int, *, sources: tuple[tuple[str, int], ...] = ()) -> Figure:
    """A number of people: 1 up to the threshold is suppressed, 0 is not."""
    if 0 < n < settings.SUPPRESSION_K:
        return missing("suppressed", unit="people", definition=COUNT)
    return Figure(Decimal(n), unit="people", n=n, definition=COUNT, sources=sources)


def _funnel(cohorts: list[Cohort], ends: date) -> Table:
    """Each step is part of the one before, so a suppressed step suppresses the smaller ones after it."""
    applied = CohortApplication.objects.filter(cohort__in=cohorts).exclude(state="draft").count()
    enrolments = Enrolment.objects.filter(cohort__in=cohorts).aggregate(
        seated=Count("pk", filter=~Q(state=Enrolment.State.WITHDRAWN)),
        completed=Count("completion"),
    )
    certified = Certificate.objects.valid().filter(completion__enrolment__cohort__in=cohorts).count()
    began = (
        ReformPlan.objects.filter(cohort__in=cohorts, completion__isnull=False, stages__entered_on__lte=ends)
        .values("person")
        .distinct()
        .count()
    )
    steps = (
        ("applied", applied),
        ("enrolled", enrolments["seated"]),
        ("completed", enrolments["completed"]),
        ("certified", certified),
        ("reforming", began),
    )
    sources = tuple(("programs.cohort", cohort.pk) for cohort in cohorts)
    return Table(
        "funnel",
        "learning",
        ("people",),
        tuple(Row(key, {}, {"people": counted(n, sources=sources)}) for key, n in steps),
    )


def _by_jurisdiction(cohorts: list[Cohort]) -> Table:
    """Applied, enrolled, completed and women by jurisdiction, with small cells suppressed in both dimensions."""
    cells: dict[tuple[str, str], int] = {}
    names: dict[str, str] = {}
    others: dict[str, int] = {}
    applied = CohortApplication.objects.filter(cohort__in=cohorts, jurisdiction__isnull=False).exclude(
        state="draft"
    )
    for code, name, n in applied.values_list("jurisdiction__code", "jurisdiction__name").annotate(
        n=Count("pk")
    ):
        names[code], cells[code, "applied"] = name, n
    rows = (
        Enrolment.objects.filter(cohort__in=cohorts)
        .seated()
        .values_list("jurisdiction__code", "jurisdiction__name")
        .annotate(
            seated=Count("pk"),
            completed=Count("completion"),
            women=Count("pk", filter=Q(person__sex="female", completion__isnull=False)),
        )
    )
    for code, name, seated, completed, women in rows:
        names[code] = name
        cells |= {(code, "enrolled"): seated, (code, "completed"): completed, (code, "women"): women}
        others[code] = completed - women
    hidden = {(code, k) for k in PEOPLE_COLUMNS for code in _hidden(k, names, cells, others)}
    order = sorted(names, key=lambda code: (-cells.get((code, "enrolled"), 0), names[code]))
    lines = [
        Row(
            code,
            plain(names[code]),
            {k: _cell(cells.get((code, k), 0), (code, k) in hidden) for k in PEOPLE_COLUMNS},
        )
        for code in order
    ]
    totals = {k: sum(cells.get((code, k), 0) for code in names) for k in PEOPLE_COLUMNS}
    lines.append(Row("all", {}, {k: counted(n) for k, n in totals.items()}, is_total=True))
    return Table("jurisdictions", "equity", PEOPLE_COLUMNS, tuple(lines))


def _hidden(
    column: str, names: Iterable[str], cells: dict[tuple[str, str], int], others: dict[str, int]
) -> frozenset[Hashable]:
    """Jurisdictions whose cell in the column is suppressed.

    Women are also suppressed where the number of others would be small.
    """
    counts: dict[Hashable, int] = {code: cells.get((code, column), 0) for code in names}
    if column == "women":
        revealed_by_rest: dict[Hashable, int] = {
            code: 1 for code, n in others.items() if 0 < n < settings.SUPPRESSION_K
        }
        counts |= revealed_by_rest
    return suppressed_cells(counts, k=settings.SUPPRESSION_K)


def _cell(n: int, is_hidden: bool) -> Figure:  # noqa: FBT001  a value of the table, not an option
    if is_hidden:
        return missing("suppressed", unit="people", definition=COUNT)
    return counted(n)


def _scores(cohorts: list[Cohort]) -> Table:
    """Mean share of correct answers before and after, of people who took both tests; best attempt of each test."""
    share = Cast("score", FloatField()) / F("max_score")
    best: dict[tuple[int, str], dict[int, float]] = {}
    attempts = (
        QuizAttempt.objects.filter(
            enrolment__cohort__in=cohorts, quiz__phase__in=[Quiz.Phase.PRE, Quiz.Phase.POST]
        )
        .values_list("enrolment__cohort", "enrolment", "quiz__phase")
        .annotate(best=Max(share))
    )
    for cohort, enrolment, phase, value in attempts:
        best.setdefault((cohort, phase), {})[enrolment] = value
    rows = []
    for cohort in cohorts:
        before, after = best.get((cohort.pk, "pre"), {}), best.get((cohort.pk, "post"), {})
        rows.append(Row(str(cohort.public_id)[:8], plain(cohort.title), _pairs(cohort, before, after)))
    return Table("scores", "learning", ("pairs", "before", "after", "gain"), tuple(rows))


def _pairs(cohort: Cohort, before: dict[int, float], after: dict[int, float]) -> dict[str, Figure]:
    both = sorted(before.keys() & after.keys())
    n = len(both)
    definition = "mean share of right answers, matched pairs only"
    if n < settings.SUPPRESSION_K:
        none = missing("suppressed" if n else "no_data", unit="%", definition=definition)
        return {"pairs": counted(n), "before": none, "after": none, "gain": none}
    sources = (("programs.cohort", cohort.pk),)
    means = [Decimal(str(sum(values[e] for e in both))) / n * 100 for values in (before, after)]
    figures = [Figure(mean, unit="%", n=n, definition=definition, sources=sources) for mean in means]
    gain = Figure(means[1] - means[0], unit="points", n=n, definition=definition, sources=sources)
    return {"pairs": counted(n, sources=sources), "before": figures[0], "after": figures[1], "gain": gain}
