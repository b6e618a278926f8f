"""Freezing: reads every figure of a report in one consistent view of the database."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from evaluations.reports.collectors import (
    courts,
    funding,
    headline,
    needs,
    people,
    reforms,
    results,
    transfer,
)
from evaluations.reports.models import FigureSource, ImpactReport, ReportFigure, ReportSnapshot
from evaluations.reports.snapshot.tables import Table
from evaluations.results.models import Milestone, Target
from participants.accounts.models import User
from portal.figures.figure import Figure
from portal.languages.numbers import interpolate
from programs.programmes.models import Programme

QUERY_VERSION = "1"
READERS = (needs, people, transfer, results, reforms, courts, funding)
EIGHT = Decimal("0.00000001")


def read_tables(programme: Programme, starts: date, ends: date) -> list[Table]:
    """Read every table of the report. Call in a REPEATABLE READ transaction, so that the tables agree."""
    tables = [table for reader in READERS for table in reader.read(programme, starts, ends)]
    return [*headline.read(tables), *tables]


def use_snapshot_isolation() -> None:
    """Let the transaction see the database as of one moment. Call before its first query.

    In a nested transaction it has no effect, because the outer one has queried already.
    """
    if connection.savepoint_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def lock_sources(programme: Programme) -> None:
    """Lock targets and milestones that the figures use, so that they are not removed before the snapshot is stored.

    If a row was removed since the transaction started, the transaction fails and the job runs again.
    """
    for model in (Target, Milestone):
        rows = model.objects.filter(result__framework__programme=programme)
        list(rows.select_for_update(no_key=True, of=("self",)).only("pk").order_by("pk"))


def report_delete_guard(row: Model) -> str | None:
    """Why a row that is the source of a frozen figure cannot be removed."""
    sources = FigureSource.objects.filter(label=row._meta.label_lower, row_id=row.pk)
    source = sources.select_related("figure__snapshot__report").first()
    if source is None:
        return None
    return interpolate(
        _("Frozen figures in the report “%(report)s” come from this record and must remain traceable."),
        report=source.figure.snapshot.report,
    )


def facts_of(report: ImpactReport, tables: Sequence[Table], by: User) -> dict[str, Any]:
    """All text of the report other than figures, as JSON."""
    programme = report.programme
    return {
        "programme": {
            "code": programme.code,
            "title": programme.title,
            "summary": programme.summary,
            "lead": str(programme.lead_organisation),
            "partners": sorted(
                str(p.organisation)
                for p in programme.partners.select_related("organisation")
                if p.role_code == "4"
            ),
            "funders": sorted(
                str(p.organisation)
                for p in programme.partners.select_related("organisation")
                if p.role_code == "1"
            ),
            "jurisdictions": sorted(str(j) for j in programme.jurisdictions.all()),
            "starts": programme.starts.isoformat(),
            "ends": programme.ends.isoformat(),
            "currency": programme.currency,
            "grants": sorted(c.reference for c in programme.contributions.in_force() if c.reference),
            "theory": _theory(programme),
        },
        "report": {
            "title": report.title,
            "number": report.number,
            "starts": report.starts.isoformat(),
            "ends": report.ends.isoformat(),
        },
        "assessment": needs.title_of(programme),
        "frozen_by": str(by),
        "tables": [table.outline() for table in tables],
    }


def _theory(programme: Programme) -> str:
    framework = getattr(programme, "results_framework", None)
    return framework.theory_of_change if framework else ""


def digest_of(facts: dict[str, Any], tables: Iterable[Table], cut_off_at: datetime) -> str:
    """SHA-256 of facts and figures in a canonical form: the same snapshot has the same digest on any machine."""
    figures = [
        [
            key,
            _text(figure.value),
            figure.unit,
            figure.n,
            figure.reason,
            figure.definition,
            sorted(figure.sources),
        ]
        for table in tables
        for key, _row, _column, figure in table.cells()
    ]
    details = {
        "facts": facts,
        "figures": figures,
        "cut_off_at": cut_off_at.isoformat(),
        "query": QUERY_VERSION,
    }
    return hashlib.sha256(json.dumps(details, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value.quantize(EIGHT))


def write(snapshot: ReportSnapshot, tables: Sequence[Table]) -> int:
    """Store figures and their sources, which are append-only. Returns the number of figures."""
    drafts: list[tuple[ReportFigure, Figure]] = []
    for table in tables:
        for key, row, column, figure in table.cells():
            drafts.append(
                (_row(snapshot, table, key, row.label.get("", row.key), column, len(drafts), figure), figure)
            )
    made = ReportFigure.objects.bulk_create([row for row, _figure in drafts], batch_size=1000)
    FigureSource.objects.bulk_create(
        (
            FigureSource(figure=row, label=label, row_id=row_id)
            for row, (_draft, figure) in zip(made, drafts, strict=True)
            for label, row_id in dict.fromkeys(figure.sources)
        ),
        batch_size=2000,
    )
    return len(made)


def _row(
    snapshot: ReportSnapshot, table: Table, key: str, label: str, column: str, position: int, figure: Figure
) -> ReportFigure:
    return ReportFigure(
        snapshot=snapshot,
        key=key[:160],
        section=table.section,
        position=position,
        label=f"{label}: {column}"[:300],
        value=None if figure.value is None else figure.value.quantize(EIGHT),
        unit=figure.unit,
        n=figure.n,
        reason=figure.reason,
        definition=figure.definition[:300],
        detail={"table": table.key, "column": column},
    )
