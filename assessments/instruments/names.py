"""Names that no other question, rated task or choice list of the version has."""

import re
import unicodedata

from assessments.instruments import errors
from assessments.instruments.models import InstrumentVersion, Question


def free_question_name(version: InstrumentVersion, wanted: str, *, is_given: bool) -> str:
    """The given name, or one derived from the text. Raises `NameTakenError` for a given name that is taken."""
    taken = set(version.questions.values_list("name", flat=True))
    if is_given:
        if wanted in taken:
            raise errors.NameTakenError
        return wanted
    return _numbered(_slug(wanted) or "question", taken)


def free_task_key(version: InstrumentVersion, wanted: str) -> str:
    names = version.questions.filter(type=Question.Type.RATING).values_list("name", "scale")
    return _numbered(_slug(wanted) or "task", {name[len(scale) + 1 :] for name, scale in names})


def free_list_name(version: InstrumentVersion, wanted: str) -> str:
    return _numbered(wanted, set(version.choice_lists.values_list("name", flat=True)))


def _numbered(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.]+", "_", plain).strip("_.")[:40].lstrip("0123456789.")
