"""Connects sessions to the cohort that they belong to."""

from typing import Any

from participants.accounts.models import User
from portal.dashboard.panels import register_panel
from programs.cohorts.models import Cohort
from programs.cohorts.signals import cohort_cancelled, cohort_duplicated
from programs.sessions import services
from programs.sessions.panels import own_attendance


def _cancel(*, cohort: Cohort, by: User, **_signal: Any) -> None:
    services.cancel_sessions_to_come(cohort=cohort, by=by)


def _copy(*, cohort: Cohort, copy: Cohort, by: User, **_signal: Any) -> None:
    services.copy_sessions(cohort=cohort, copy=copy, by=by)


def register() -> None:
    register_panel("course", "programs/sessions/_own_attendance.html", own_attendance, order=15)
    cohort_cancelled.connect(_cancel, dispatch_uid="programs.sessions.cancel")
    cohort_duplicated.connect(_copy, dispatch_uid="programs.sessions.copy")
