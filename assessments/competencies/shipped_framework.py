"""The framework that the portal ships: eight domains and 36 competencies, in six languages.

The texts are in `data/framework.csv`, `data/levels.csv` and `data/profiles.csv`, one column per language.
"""

import csv
from pathlib import Path

CODE, TITLE, NUMBER = "common-core", "Common core of judicial competencies", "1.0"
SOURCE_LANGUAGE = "en"
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh-hans")
_DATA = Path(__file__).parent / "data"


def competencies() -> list[dict[str, str]]:
    """Rows of `code`, `parent` (empty for a domain) and one statement per language; domains come before their
    competencies.
    """
    return _rows("framework.csv")


def levels() -> list[dict[str, str]]:
    """Rows of `rank` (1 to 4) and one title per language."""
    return _rows("levels.csv")


def profiles() -> list[dict[str, str]]:
    """Rows of `code`, `levels` and one title per language. "CM=3 CM5=2": level 3 in all of area CM, but 2 in
    CM5.
    """
    return _rows("profiles.csv")


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
