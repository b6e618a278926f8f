"""Import of a stakeholder register: time and peak memory at three sizes, to check that both grow with the file.

Each size is read and saved by the importer's steps in a process of its own. One row in twenty has the address of an
existing entry; such rows need a decision by a person, the others are saved.
"""

import os
from io import BytesIO
from typing import Any

from tests.benchmarks.documents import alone

SIZES = (5_000, 10_000, 20_000)
PLACE = "BENCHREG"
GROUPS = ("judge", "prosecutor", "court_staff", "lawyer", "civil_society")
HELD = 2_000  # entries that exist before the import
LIKE_ONE_IN = 20


def imported() -> dict[str, Any]:
    """Size -> seconds of each step, rows per second, and peak memory of the process."""
    measured = {str(size): alone(_import, size) for size in SIZES}
    first, last = measured[str(SIZES[0])], measured[str(SIZES[-1])]
    grown = SIZES[-1] / SIZES[0]
    measured["growth"] = {
        "rows": grown,
        "seconds": round((last["staged_seconds"] + last["saved_seconds"])
                         / (first["staged_seconds"] + first["saved_seconds"]), 2),
        "cpu_seconds": round(last["cpu_seconds"] / first["cpu_seconds"], 2),
        "peak_mb": round(last["peak_mb"] / first["peak_mb"], 2),
    }  # fmt: skip
    return measured


def _import(size: int) -> dict[str, Any]:
    from django.contrib.auth import get_user_model
    from django.core.files import File

    from assessments.stakeholders.imports import StakeholderImporter
    from assessments.stakeholders.models import Stakeholder
    from portal.tables.imports import commit, importers, services, staging
    from portal.tables.models import ImportRow
    from tests.benchmarks.works import timed

    by = get_user_model().objects.get(email="coordinator@demo.example")
    place = _place()
    kind = importers.get(StakeholderImporter.name)
    file = File(BytesIO(_csv(size)), name="stakeholders.csv")
    batch = services.upload(kind=kind, file=file, params={"jurisdiction": place.pk}, by=by)
    if batch.state == "mapping":
        services.map_columns(batch=batch, mapping=batch.mapping, by=by)
    batch.refresh_from_db()
    _none, staged = timed(lambda: staging.stage(batch))
    ready = ImportRow.objects.filter(batch=batch).ready().count()
    waiting = size - ready
    assert waiting >= size // LIKE_ONE_IN, f"only {waiting} rows wait for a person"
    done, saved = timed(lambda: commit.commit(batch=batch, by=by))
    assert done == ready
    batch.refresh_from_db()
    _undone, _report = timed(lambda: commit.undo_commit(batch=batch, by=by))
    assert Stakeholder.objects.filter(jurisdiction=place).count() == HELD
    batch.refresh_from_db()
    services.discard(batch=batch)
    return {
        "rows_that_wait": waiting,
        "staged_seconds": staged["wall_seconds"],
        "saved_seconds": saved["wall_seconds"],
        "cpu_seconds": staged["cpu_seconds"] + saved["cpu_seconds"],
        "rows_a_second": round(size / (staged["wall_seconds"] + saved["wall_seconds"])),
        "peak_mb": saved["peak_mb"],
    }


def _place() -> Any:
    """A jurisdiction with some entries, created once per database."""
    from django.db import connection

    from assessments.stakeholders.models import Stakeholder
    from participants.organisations.models import Jurisdiction
    from tests.factories.participants import JurisdictionFactory

    place = Jurisdiction.objects.filter(code=PLACE).first()
    if place is None:
        place = JurisdictionFactory(code=PLACE, name="Measured register")
        Stakeholder.objects.bulk_create(
            Stakeholder(
                jurisdiction=place, kind="person", group_code=GROUPS[n % len(GROUPS)], name=_name(n, "Held"),
                email=f"held{n}@measured.example",
            )
            for n in range(HELD)
        )  # fmt: skip
    with connection.cursor() as cursor:  # remove the dead rows of the previous size
        cursor.execute("VACUUM ANALYZE assessments_stakeholder")
    return place


_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va")


def _name(number: int, family: str) -> str:
    """A distinct name: its syllables are the digits of the number in base 16, spread by a prime."""
    spread = number * 40_503 % 65_536
    first = "".join(_SYLLABLES[spread >> shift & 15] for shift in (12, 8, 4, 0))
    last = "".join(_SYLLABLES[spread * 7 >> shift & 15] for shift in (0, 4, 8, 12))
    return f"{first.title()} {last.title()}{family[:2].lower()}"


def _csv(size: int) -> bytes:
    lines = ["Name,Group,Level of court,Organisation,E-mail,Language"]
    for number in range(size):
        if number % LIKE_ONE_IN == 0:
            held = number // LIKE_ONE_IN % HELD
            email = f"held{held}@measured.example"  # the address of an existing entry
            lines.append(f"{_name(held, 'Held')},judge,first,Court {number % 50},{email},English")
        else:
            group = GROUPS[number % len(GROUPS)]
            lines.append(
                f"{_name(number + HELD, 'File')},{group},,Body {number % 50},p{number}@measured.example,English"
            )
    return os.linesep.join(lines).encode()
