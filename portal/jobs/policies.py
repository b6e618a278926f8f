"""Who may see and cancel a job."""

from portal.access.users import AnyUser
from portal.jobs import kinds
from portal.jobs.models import Job


def may_see(user: AnyUser, job: Job | None = None) -> bool:
    """The owner, administrators and people whom the kind's rule allows; everybody may open their own list."""
    if not user.is_authenticated or job is None:
        return bool(user.is_authenticated)
    if job.requested_by_id == user.pk or getattr(user, "is_administrator", False):
        return True
    shared = kinds.get(job.kind).may_see
    return shared is not None and shared(user, job)


def may_cancel(user: AnyUser, job: Job) -> bool:
    """The owner and administrators."""
    return job.requested_by_id == user.pk or getattr(user, "is_administrator", False)
