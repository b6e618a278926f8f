"""Who may look at a job, and who may end it."""

from portal.access.users import AnyUser
from portal.jobs import kinds
from portal.jobs.models import Job


def may_see(user: AnyUser, job: Job | None = None) -> bool:
    """The person who asked, administrators, and whom the kind names; any person may open their own list."""
    if not user.is_authenticated or job is None:
        return bool(user.is_authenticated)
    if job.requested_by_id == user.pk or getattr(user, "is_administrator", False):
        return True
    shared = kinds.get(job.kind).may_see
    return shared is not None and shared(user, job)


def may_cancel(user: AnyUser, job: Job) -> bool:
    """The person who asked, and administrators."""
    return job.requested_by_id == user.pk or getattr(user, "is_administrator", False)
