"""One decision for many applications: at once for up to 50, as a job for more. Each one is decided separately."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from participants.accounts.models import User
from portal.access.errors import DomainError
from portal.jobs import services as jobs
from portal.jobs.errors import JobFailure
from portal.jobs.leases import ClaimedJob
from portal.jobs.models import Job
from portal.languages.numbers import interpolate
from programs.cohorts import policies, services
from programs.cohorts.errors import WAITING_MESSAGES, ReasonNeededError
from programs.cohorts.models import Cohort, CohortApplication
from programs.cohorts.queries import seats_of
from programs.cohorts.seats import waiting_reason

DECIDE = "cohorts.decide"
ACTS = ("accept", "wait", "decline")
MAX_IMMEDIATE = 50  # more would keep the page waiting
BATCH = 20  # decisions per transaction of the job


NO_LONGER_COORDINATOR = gettext_lazy("You are no longer a coordinator of this cohort.")


class DecisionInProgressError(DomainError):
    code = "decision_in_progress"
    message = gettext_lazy(
        "Another bulk decision is being processed for this cohort. Wait until it has finished."
    )


@dataclass(frozen=True)
class Failure:
    person: str
    reason: str


def bulk_decide(
    *, cohort: Cohort, applications: Sequence[CohortApplication], act: str, by: User, reason: str = ""
) -> tuple[int, list[Failure], Job | None]:
    """Decide up to MAX_IMMEDIATE applications now, or start a job for more.

    Returns the number decided, the failures with their reasons, and the job, if there is one.
    Raises ReasonNeededError, DecisionInProgressError.
    """
    if act == "decline" and not reason.strip():
        raise ReasonNeededError
    if len(applications) > MAX_IMMEDIATE:
        params = {"act": act, "reason": reason, "applications": [row.pk for row in applications]}
        job = jobs.start(DECIDE, key=f"cohort:{cohort.pk}", by=by, params=params, target=cohort)
        if job.params != params:
            raise DecisionInProgressError
        return 0, [], job
    failures = [failure for row in applications if (failure := _decide(row, act=act, reason=reason, by=by))]
    return len(applications) - len(failures), failures, None


def _decide(application: CohortApplication, *, act: str, reason: str, by: User) -> Failure | None:
    try:
        if act == "accept":
            services.accept(application=application, by=by)
        elif act == "wait":
            services.add_to_waiting_list(application=application, by=by)
        else:
            services.decline(application=application, reason=reason, by=by)
    except DomainError as error:
        return Failure(str(application.person), str(error))
    return None


def run_bulk_decision(job: ClaimedJob) -> None:
    """Run the job in batches, in the given order; decisions and progress are committed together."""
    cohort, by, ids = job.target, job.requested_by, job.params["applications"]
    act, reason, done = job.params["act"], job.params["reason"], job.row.done
    if not policies.may_coordinate(by, cohort):
        raise JobFailure(NO_LONGER_COORDINATOR)
    with override(by.language):
        if not job.row.stages:
            job.report_progress(done=0, total=len(ids), stage=_("Processing the decisions"))
        while done < len(ids):
            batch = ids[done : done + BATCH]
            rows = CohortApplication.objects.select_related("cohort", "person").in_bulk(batch)
            with transaction.atomic():
                for row in (rows[pk] for pk in batch if pk in rows):
                    _decide(row, act=act, reason=reason, by=by)
                done += len(batch)
                job.report_progress(done=done)
        _report_undecided(job, cohort, ids)
    job.finish(url=reverse("programs:cohorts:applications", args=[cohort.public_id]))


def _report_undecided(job: ClaimedJob, cohort: Cohort, ids: Sequence[int]) -> None:
    """Add a line to the job's page for each reason why applications are still undecided."""
    undecided = CohortApplication.objects.filter(pk__in=ids, state__in=services.UNDECIDED)
    if job.params["act"] == "wait":
        undecided = undecided.filter(state=CohortApplication.State.SUBMITTED)
    seats = seats_of(cohort)
    reasons = Counter(
        waiting_reason(jurisdiction, seats)
        for jurisdiction in undecided.values_list("jurisdiction", flat=True)
    )
    for reason, n in reasons.items():
        text = ngettext(
            "%(n)s application left undecided: %(reason)s", "%(n)s applications left undecided: %(reason)s", n
        )
        job.report_progress(stage=interpolate(text, n=n, reason=WAITING_MESSAGES[reason]))
