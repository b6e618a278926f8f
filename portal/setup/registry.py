"""The steps of the set-up. Apps register theirs in `ready()`; whether a step is done is read from the data itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Goal(Enum):
    """What an organisation wants to do first; each step is needed for some of them."""

    ASSESSMENT = _("First needs assessment")
    COURSE = _("First course")
    REPORT = _("First report")


@dataclass(frozen=True)
class StepState:
    """`entered` says what there is so far, `missing` what is left; both in the reader's language, "" for nothing."""

    is_done: bool
    entered: str
    missing: str = ""


@dataclass(frozen=True)
class Step:
    """`url_name` is the page where the step is done; `state()` costs a constant number of queries."""

    key: str
    title: str | Promise
    about: str | Promise
    url_name: str
    order: int
    state: Callable[[], StepState]
    needed_for: Sequence[Goal]


_steps: list[Step] = []


def register_step(step: Step) -> None:
    """Add a step to the set-up page."""
    _steps.append(step)


def steps() -> list[Step]:
    """All steps in their order."""
    return sorted(_steps, key=lambda step: step.order)


def keys() -> set[str]:
    """The keys of all steps."""
    return {step.key for step in _steps}
