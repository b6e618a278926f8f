"""Copies the completion criteria of a duplicated cohort."""

from typing import Any

from programs.cohorts.models import Cohort
from programs.cohorts.signals import cohort_duplicated
from programs.completion import services


def _copy(*, cohort: Cohort, copy: Cohort, **_signal: Any) -> None:
    services.copy_criteria(cohort=cohort, copy=copy)


def register() -> None:
    cohort_duplicated.connect(_copy, dispatch_uid="programs.completion.copy")
