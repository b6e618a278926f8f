"""One decision for many applications: at once for a page of them, by a job for more. Each stands alone."""

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
from portal.jobs.claims import ClaimedJob
from portal.jobs.errors import JobFailure
from portal.jobs.models import Job
from programs.cohorts import policies, services
from programs.cohorts.errors import HOLD_MESSAGES, ReasonNeededError
from programs.cohorts.models import Cohort, CohortApplication
from programs.cohorts.queries import seats_of
from programs.cohorts.seats import waiting_reason

DECIDE = "cohorts.decide"
ACTS = ("accept", "wait", "decline")
AT_ONCE = 50  # a decision takes some milliseconds and a letter: more would keep the page waiting
BATCH = 20  # decisions in one transaction of the job


class OtherDecisionRunsError(DomainError):
    code = "other_decision_runs"
    message = gettext_lazy(
        "Another bulk decision is being processed for this cohort. Wait until it has finished."
    )


@dataclass(frozen=True)
class Refusal:
    person: str
    reason: str


def bulk_decide(
    *, cohort: Cohort, applications: Sequence[CohortApplication], act: str, by: User, reason: str = ""
) -> tuple[int, list[Refusal], Job | None]:
    """Decide up to fifty at once, more by a job: how many were decided, who was refused and why, and the job.

    Raises ReasonNeededError, OtherDecisionRunsError.
    """
    if act == "decline" and not reason.strip():
        raise ReasonNeededError
    if len(applications) > AT_ONCE:
        params = {"act": act, "reason": reason, "applications": [row.pk for row in applications]}
        job = jobs.start(DECIDE, key=f"cohort:{cohort.pk}", by=by, params=params, target=cohort)
        if job.params != params:
            raise OtherDecisionRunsError
        return 0, [], job
    refused = [found for row in applications if (found := _decide(row, act=act, reason=reason, by=by))]
    return len(applications) - len(refused), refused, None


def _decide(application: CohortApplication, *, act: str, reason: str, by: User) -> Refusal | None:
    try:
        if act == "accept":
            services.accept(application=application, by=by)
        elif act == "wait":
            services.add_to_waiting_list(application=application, by=by)
        else:
            services.decline(application=application, reason=reason, by=by)
    except DomainError as error:
        return Refusal(str(application.person), str(error))
    return None


def run_bulk_decision(job: ClaimedJob) -> None:
    """The job: batches in the order asked for. Decisions and progress stand or fall together, so each is taken once."""
    cohort, by, ids = job.target, job.requested_by, job.params["applications"]
    act, reason, done = job.params["act"], job.params["reason"], job.row.done
    if not policies.may_coordinate(by, cohort):
        raise JobFailure(gettext_lazy("You are no longer a coordinator of this cohort."))
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
        _tell_who_is_left(job, cohort, ids)
    job.finish(url=reverse("programs:cohorts:applications", args=[cohort.public_id]))


def _tell_who_is_left(job: ClaimedJob, cohort: Cohort, ids: Sequence[int]) -> None:
    """A line on the job's page for each rule that held people back; they stand in the list, still undecided."""
    left = CohortApplication.objects.filter(pk__in=ids, state__in=services.UNDECIDED)
    if job.params["act"] == "wait":
        left = left.filter(state=CohortApplication.State.SUBMITTED)
    seats = seats_of(cohort)
    holds = Counter(
        waiting_reason(place or 0, seats) for place in left.values_list("jurisdiction", flat=True)
    )
    for hold, n in holds.items():
        said = ngettext(
            "%(n)s application left undecided: %(reason)s", "%(n)s applications left undecided: %(reason)s", n
        )
        job.report_progress(stage=said % {"n": n, "reason": HOLD_MESSAGES[hold]})
