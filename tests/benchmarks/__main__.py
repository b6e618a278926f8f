"""`make bench [ARGS="--scales 1"]` prints a table and writes bench.json.

Each scale has its own database, which is kept.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

ROOT = Path(__file__).resolve().parents[2]
MOST_QUERIES, MOST_FIRST_PAGE_BYTES, MOST_GROWTH = 12, 50_000, 1.5


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--scales", default="1,100")
    parser.add_argument("--only", default="")
    parser.add_argument("--scale-in-child", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.scale_in_child:
        return _measure_here(options.scale_in_child, options.only)
    report: dict = {"scales": {}}
    for scale in [int(part) for part in options.scales.split(",")]:
        report["scales"][str(scale)] = _scale(scale, options.only)
    _print(report)
    (ROOT / "bench.json").write_text(json.dumps(report, indent=1) + "\n")
    return 0


def _scale(scale: int, only: str) -> dict:
    """Prepare the database of the scale, then measure in a new process that uses it."""
    base = urlsplit(os.environ["DATABASE_URL"])
    name = f"bench_{scale}"
    url = urlunsplit(base._replace(path=f"/{name}"))
    environment = {**os.environ, "DATABASE_URL": url, "DEMO": "1", "EMAIL_URL": ""}
    began = time.monotonic()
    fresh = _create(base, name)
    if fresh:
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "prepare"], env=environment, check=True)
        loading = [*manage, "demo", "--scale", str(scale)]
        subprocess.run(
            loading, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    loading = round(time.monotonic() - began, 1) if fresh else None
    command = [sys.executable, "-m", "tests.benchmarks", "--scale-in-child", str(scale), "--only", only]
    environment["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, cwd=ROOT)
    return {"demo_loaded_in_seconds": loading, **json.loads(done.stdout.splitlines()[-1])}


def _create(base, name: str) -> bool:
    server = psycopg2.connect(urlunsplit(base._replace(path="/postgres")))
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return False
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    server.close()
    return True


def _measure_here(scale: int, only: str) -> int:
    import django

    django.setup()
    from tests.benchmarks import attendance, pages, questionnaires, seats, works
    from tests.benchmarks.serving import served

    measured: dict = {}
    with served() as port:
        if only in ("", "pages"):
            measured["pages"] = pages.measure(port)
        if scale == 1 and only in ("", "seats"):
            measured["seats"] = seats.measure(port)
        if scale == 1 and only in ("", "scanning"):
            measured["scanning"] = attendance.scanning(port)
        if scale == 1 and only in ("", "answering"):
            measured["answering"] = questionnaires.answering(port)
    for name, measure in works.MEASURES.items():
        if name in (only, "" if only else name) and scale in measure.scales:
            measured[name] = measure.run()
    sys.stdout.write(json.dumps(measured) + "\n")
    return 0


def _print(report: dict) -> None:
    write = sys.stdout.write
    for scale, measured in report["scales"].items():
        write(
            f"\nScale {scale}\n{'page':<26}{'person':<13}{'median':>8}{'p95':>8}{'queries':>9}{'bytes':>8}{'ratio':>7}\n"
        )
        for row in measured.get("pages", []):
            marks = _misses(row, report)
            write(
                f"{row['page']:<26}{row['person']:<13}{row['median_ms']:>6} ms{row['p95_ms']:>6} ms{row['queries']:>8}"
                f"{row['bytes_gzipped']:>9}{row['ratio']:>7}  {marks}\n"
            )
        for name, values in measured.items():
            if name != "pages":
                write(f"{name}: {values}\n")


def _misses(row: dict, report: dict) -> str:
    """The goals that the row misses, as text."""
    misses = []
    if row["status"] != 200:
        misses.append(f"status {row['status']}")
    if row["queries"] > MOST_QUERIES:
        misses.append("queries")
    if row["ratio"] > row["most_ratio"]:
        misses.append("ratio")
    if row["is_first_page"] and row["bytes_gzipped"] > MOST_FIRST_PAGE_BYTES:
        misses.append("bytes")
    small = next(
        (r for r in report["scales"].get("1", {}).get("pages", []) if r["page"] == row["page"]), None
    )
    if small and row["queries"] != small["queries"]:
        misses.append("queries grow")
    if small and row["median_ms"] > small["median_ms"] * MOST_GROWTH:
        misses.append("grows")
    return "misses: " + ", ".join(misses) if misses else ""


if __name__ == "__main__":
    sys.exit(main())
