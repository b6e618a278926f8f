"""How jobs end: one conditional UPDATE, and in the same transaction the notice and the letter that say so."""

import logging
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.jobs.models import Job
from portal.mail import services as mail

logger = logging.getLogger(__name__)


@transaction.atomic
def close(job_id: int, state: str, *, token: uuid.UUID | None = None, **fields: Any) -> bool:
    """End an open job; False when it had ended, or when `token` no longer holds its lease. Tells its owner once."""
    still_ours = Job.objects.open().filter(pk=job_id)
    if token is not None:
        still_ours = still_ours.filter(lease_token=token)
    changed = still_ours.update(
        state=state,
        ended_at=timezone.now(),
        lease_until=None,
        lease_token=None,
        updated_at=timezone.now(),
        **fields,
    )
    if changed:
        _tell_if_possible(Job.objects.select_related("requested_by").get(pk=job_id))
    return bool(changed)


def _tell_if_possible(job: Job) -> None:
    """A letter that cannot be written must not keep the job open: it would be begun again for ever."""
    try:
        with transaction.atomic():
            _tell(job)
    except Exception:  # the job's end stands, whatever is wrong with its announcement
        logger.exception("end of job not told", extra={"job": job.pk})


def _tell(job: Job) -> None:
    person = job.requested_by
    if person is None or (job.state == Job.State.CANCELLED and job.cancelled_by_id == person.pk):
        return
    language = getattr(person, "language", "") or settings.LANGUAGE_CODE
    with override(language):
        text = _SENTENCES()[job.state] % {"title": job.title}
    mail.notify(person, text, job.get_absolute_url())
    # Whoever waited this long has gone on to other work; a quick job would only fill the letter box.
    assert job.ended_at is not None  # noqa: S101  # a CHECK holds it
    if (job.ended_at - job.created_at).total_seconds() >= settings.JOB_MAIL_AFTER_SECONDS:
        mail.queue(
            f"job-ended:{job.public_id}",
            to=person.email,
            language=language,
            template="portal/job_ended",
            context={
                "title": job.title,
                "state": job.state,
                "error": job.error_for_people,
                "url": settings.SITE_URL + job.get_absolute_url(),
            },
            user=person,
        )


def _SENTENCES() -> dict[str, str]:  # noqa: N802  # read as a table, but in the language of the moment
    return {
        "done": _("Ready: %(title)s"),
        "failed": _("Failed: %(title)s"),
        "cancelled": _("Cancelled: %(title)s"),
    }
