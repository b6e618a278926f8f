"""A file of 100,000 caseload returns through the importer's jobs: read, saved, undone."""

import os
from io import BytesIO
from typing import Any

from tests.benchmarks.documents import alone

COURTS, TYPES, MONTHS = 20, 50, 100
ROWS = COURTS * TYPES * MONTHS
PLACE = "BENCH"


def imported() -> dict[str, Any]:
    """Rows per second of each step, and peak memory of the process."""
    return alone(_import)


def _import() -> dict[str, Any]:
    from django.contrib.auth import get_user_model
    from django.core.files import File

    from evaluations.indicators.imports import CaseloadReturnImporter
    from portal.tables.imports import commit, importers, services, staging
    from portal.tables.models import ImportRow
    from tests.benchmarks.works import timed

    by = get_user_model().objects.get(email="coordinator@demo.example")
    place = _place()
    kind = importers.get(CaseloadReturnImporter.name)
    file = File(BytesIO(_csv()), name="returns.csv")
    params = {"jurisdiction": place.pk, "source": "Measured"}
    batch, measured = timed(lambda: services.upload(kind=kind, file=file, params=params, by=by))
    steps = {"uploaded": measured}
    if batch.state == "mapping":
        services.map_columns(batch=batch, mapping=batch.mapping, by=by)
    batch.refresh_from_db()
    _none, steps["staged"] = timed(lambda: staging.stage(batch))
    ready = ImportRow.objects.filter(batch=batch).ready().count()
    assert ready == ROWS, f"{ready} of {ROWS} rows are ready"
    done, steps["saved"] = timed(lambda: commit.commit(batch=batch, by=by))
    batch.refresh_from_db()
    undone, steps["taken_back"] = timed(lambda: commit.undo_commit(batch=batch, by=by))
    assert done == undone == ROWS
    batch.refresh_from_db()
    services.discard(batch=batch)
    rates: dict[str, Any] = {"rows": ROWS, "peak_mb": steps["taken_back"]["peak_mb"]}
    for name in ("staged", "saved", "taken_back"):
        rates[f"{name}_a_second"] = round(ROWS / steps[name]["wall_seconds"])
    return rates


def _place() -> Any:
    """A jurisdiction with its courts, created once per database."""
    from participants.organisations.models import Jurisdiction
    from tests.factories.participants import CourtFactory, JurisdictionFactory

    place = Jurisdiction.objects.filter(code=PLACE).first()
    if place is None:
        place = JurisdictionFactory(code=PLACE, name="Measured")
        for number in range(COURTS):
            name = f"Measured court {number}"
            CourtFactory(organisation__jurisdiction=place, organisation__name=name, source_code=f"M{number}")
    return place


def _csv() -> bytes:
    """A file in which every row balances, because stocks carry over from month to month."""
    from django.utils import timezone

    lines = ["Court,Case type,Period,Pending at start,Incoming,Resolved,Pending at end"]
    first = timezone.localdate().year - MONTHS // 12 - 1
    for court in range(COURTS):
        for kind in range(TYPES):
            for month in range(MONTHS):
                period = f"{first + month // 12}-{month % 12 + 1:02d}"
                lines.append(f"M{court},Type {kind},{period},{100 + month},11,10,{101 + month}")
    return os.linesep.join(lines).encode()
