"""The page of a job with its progress, cancellation, and the list of jobs."""

import contextlib
from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.jobs import policies, services
from portal.jobs.errors import JobClosedError
from portal.jobs.models import Job

_STOP_POLLING = 286
_POLL_SECONDS = ((30, 3), (120, 5), (600, 10))
_POLL_SECONDS_MAX = 15


@allow(policies.may_see, Job)
@require_safe
def job(request: SignedInRequest, job: Job) -> HttpResponse:
    """Show the job, or for htmx only its progress; status 286 makes htmx stop polling."""
    context = _context(request, job)
    if request.htmx:
        return render(
            request, "portal/jobs/_progress.html", context, status=200 if job.is_open else _STOP_POLLING
        )
    return render(request, "portal/jobs/job.html", context)


@allow(policies.may_see)
@require_safe
def jobs(request: SignedInRequest) -> HttpResponse:
    """List the user's own jobs, newest first; administrators see all jobs."""
    jobs = (
        Job.objects.all() if request.user.is_administrator else Job.objects.filter(requested_by=request.user)
    )
    rows = Paginator(jobs.select_related("requested_by").order_by("-pk"), 50).get_page(
        request.GET.get("page")
    )
    return render(request, "portal/jobs/jobs.html", {"rows": rows})


@allow(policies.may_cancel, Job)
@require_POST
def cancel(request: SignedInRequest, job: Job) -> HttpResponse:
    """Cancel the job and show its page, also if it has ended in the meantime."""
    with contextlib.suppress(JobClosedError):
        services.cancel(job, by=request.user)
    return redirect("jobs:job", public_id=job.public_id)


def _context(request: SignedInRequest, job: Job) -> dict[str, object]:
    now = timezone.now()
    stages = [{"text": stage["text"], "at": parse_datetime(stage["at"])} for stage in job.stages]
    return {
        "job": job,
        "now": now,
        "past": stages if not job.is_open else stages[:-1],
        "present": stages[-1] if job.is_open and stages else None,
        "percent": round(100 * job.done / job.total) if job.total else None,
        "left": _time_left(job),
        "seconds": _poll_seconds(now - (job.started_at or job.created_at)),
        "may_cancel": job.is_open and not job.cancel_requested_at and policies.may_cancel(request.user, job),
    }


def _poll_seconds(age: timedelta) -> int:
    return next((pause for limit, pause in _POLL_SECONDS if age.total_seconds() < limit), _POLL_SECONDS_MAX)


def _time_left(job: Job) -> int | None:
    """Estimated minutes, rounded up; None until 5 % of this attempt is done."""
    if job.state != Job.State.RUNNING or not job.total or job.started_at is None or job.done * 20 < job.total:
        return None
    spent = (timezone.now() - job.started_at).total_seconds()
    return max(1, round(spent * (job.total - job.done) / job.done / 60 + 0.5))
