"""Measurements other than pages: certificates, report, imports, and freezing a report's figures."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    run: Callable[[], dict]
    scales: tuple[int, ...] = (1,)


def timed(act: Callable[[], object]) -> tuple[object, dict]:
    """Run `act`; return its result, CPU and wall seconds, and the peak memory of the process so far in MB."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = act()
    return result, {
        "wall_seconds": round(time.perf_counter() - wall, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _certificates() -> dict:
    from tests.benchmarks import documents

    return documents.certificates()


def _report() -> dict:
    from tests.benchmarks import documents

    return documents.report()


def _imported() -> dict:
    from tests.benchmarks import imports

    return imports.imported()


def _stakeholders() -> dict:
    from tests.benchmarks import stakeholders

    return stakeholders.imported()


def _freezing() -> dict:
    from tests.benchmarks import documents

    return documents.freezing()


def _xlsform() -> dict:
    from tests.benchmarks import questionnaires

    return questionnaires.xlsform()


def _needs() -> dict:
    from tests.benchmarks import needs

    return needs.measured()


def _meeting_list() -> dict:
    from tests.benchmarks import attendance

    return attendance.meeting_list()


MEASURES: dict[str, Work] = {
    "certificates": Work(_certificates),
    "report": Work(_report, scales=(1, 100)),
    "import": Work(_imported),
    "stakeholders": Work(_stakeholders),
    "meeting_list": Work(_meeting_list),
    "xlsform": Work(_xlsform),
    "needs": Work(_needs),
    "freezing": Work(_freezing, scales=(1, 100)),
}
