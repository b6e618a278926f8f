"""Copies the completion criteria of a duplicated cohort, and shows participants how far they are."""

from typing import Any

from portal.access.users import AnyUser
from portal.dashboard.panels import register_panel
from programs.cohorts.models import Cohort, Enrolment
from programs.cohorts.signals import cohort_duplicated
from programs.completion import services
from programs.completion.queries import completion_progress, criteria_for
from programs.completion.rules import evaluate


def _copy(*, cohort: Cohort, copy: Cohort, **_signal: Any) -> None:
    services.copy_criteria(cohort=cohort, copy=copy)


def progress_of_enrolments(_user: AnyUser, enrolments: list[Enrolment]) -> dict[Any, dict[str, Any]]:
    """The progress of each enrolment against the criteria of its cohort, for the page of the course."""
    contexts = {}
    for enrolment in enrolments:  # the page shows one
        criteria = criteria_for(enrolment.cohort)
        progress = completion_progress(enrolment.cohort, [enrolment])[enrolment.pk]
        contexts[enrolment.pk] = {
            "criteria": criteria,
            "progress": progress,
            "result": evaluate(progress, criteria),
        }
    return contexts


def register() -> None:
    register_panel("course", "programs/completion/_my_progress.html", progress_of_enrolments, order=10)
    cohort_duplicated.connect(_copy, dispatch_uid="programs.completion.copy")
