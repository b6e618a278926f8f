"""Closing jobs: one conditional UPDATE, and in the same transaction the notice and the email to the owner."""

import logging
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.jobs.models import Job
from portal.languages.numbers import interpolate
from portal.mail import services as mail

logger = logging.getLogger(__name__)


@transaction.atomic
def close(job_id: int, state: str, *, token: uuid.UUID | None = None, **fields: Any) -> bool:
    """Close an open job and notify its owner; False if it has ended or `token` is no longer the token of its lease."""
    open_job = Job.objects.open().filter(pk=job_id)
    if token is not None:
        open_job = open_job.filter(lease_token=token)
    changed = open_job.update(
        state=state,
        ended_at=timezone.now(),
        lease_until=None,
        lease_token=None,
        updated_at=timezone.now(),
        **fields,
    )
    if changed:
        _try_to_notify(Job.objects.select_related("requested_by").get(pk=job_id))
    return bool(changed)


def _try_to_notify(job: Job) -> None:
    """Notify the owner; an error must not keep the job open, since it would be restarted for ever."""
    try:
        with transaction.atomic():
            _notify(job)
    except Exception:  # the job is closed in any case
        logger.exception("owner of job not notified", extra={"job": job.pk})


def _notify(job: Job) -> None:
    person = job.requested_by
    if person is None or (job.state == Job.State.CANCELLED and job.cancelled_by_id == person.pk):
        return
    language = getattr(person, "language", "") or settings.LANGUAGE_CODE
    with override(language):
        text = interpolate(_messages()[job.state], title=job.title)
    mail.notify(person, text, job.get_absolute_url())
    # People wait for a quick job on its page; only a long one is worth an email.
    assert job.ended_at is not None  # noqa: S101  # a CHECK constraint ensures it
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


def _messages() -> dict[str, str]:
    return {
        "done": _("Ready: %(title)s"),
        "failed": _("Failed: %(title)s"),
        "cancelled": _("Cancelled: %(title)s"),
    }
