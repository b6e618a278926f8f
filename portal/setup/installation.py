"""The state of the installation as administrators see it: jobs, emails, disk, backups and versions."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis.exceptions
from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, Min, Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import __version__, celery
from portal.files.models import Backup
from portal.jobs.models import Job
from portal.languages.numbers import date_format, digits, interpolate
from portal.mail.models import OutgoingMail

RECENT = timedelta(days=7)
LATE = timedelta(minutes=15)
BACKUP_DUE = timedelta(days=2)
DISK_LOW = 0.1  # share of the disk that should stay free


@dataclass(frozen=True)
class Check:
    """One line: what was found, whether it is as it should be, and the page where more can be seen ("" for none)."""

    is_ok: bool
    text: str
    more: str = ""
    url: str = ""


def checks() -> list[Check]:
    """All checks, in the reader's language; four queries in total."""
    every: list[Callable[[], Check]] = [_jobs, _emails, _backups, _disk, _version]
    return [check() for check in every]


def _jobs() -> Check:
    recent = Job.objects.aggregate(
        failed=Count("pk", filter=Q(state="failed", ended_at__gte=timezone.now() - RECENT)),
        waiting_since=Min("created_at", filter=Q(state="queued")),
    )
    url = reverse("jobs:jobs")
    try:
        worker = cache.get(celery.HEARTBEAT_KEY)
    except redis.exceptions.RedisError:
        return Check(is_ok=False, text=_("Redis cannot be reached. Background jobs and emails wait."))
    if not worker:
        return Check(is_ok=False, text=_("No worker is running. Background jobs and emails wait."), url=url)
    if _is_late(recent["waiting_since"]):
        since = _moment(recent["waiting_since"])
        return Check(
            is_ok=False,
            url=url,
            text=interpolate(_("A background job has waited since %(time)s."), time=since),
        )
    if recent["failed"]:
        sentence = ngettext(
            "%(n)s background job has failed in the last seven days.",
            "%(n)s background jobs have failed in the last seven days.",
            recent["failed"],
        )
        return Check(is_ok=False, text=interpolate(sentence, n=recent["failed"]), url=url)
    return Check(is_ok=True, text=_("Background jobs are running."), url=url)


def _emails() -> Check:
    recent = OutgoingMail.objects.aggregate(
        failed=Count("pk", filter=Q(state="failed", ended_at__gte=timezone.now() - RECENT)),
        waiting_since=Min("next_try_at", filter=Q(state__in=["queued", "sending"])),
        last=Max("ended_at", filter=Q(state="sent")),
    )
    url = reverse("mail:outbox")
    if settings.MAIL_OUTBOX_ONLY:
        return Check(
            is_ok=False, url=url,
            text=_("Emails are not sent: no mail server is set."),
            more=_("Set EMAIL_URL. Until then, emails are kept in the outbox."),
        )  # fmt: skip
    if _is_late(recent["waiting_since"]):
        since = _moment(recent["waiting_since"])
        return Check(
            is_ok=False, url=url, text=interpolate(_("An email has waited since %(time)s."), time=since)
        )
    if recent["failed"]:
        sentence = ngettext(
            "%(n)s email could not be delivered in the last seven days.",
            "%(n)s emails could not be delivered in the last seven days.",
            recent["failed"],
        )
        return Check(is_ok=False, text=interpolate(sentence, n=recent["failed"]), url=url)
    if recent["last"] is None:
        return Check(is_ok=True, text=_("No email has been sent yet."), url=url)
    when = _moment(recent["last"])
    return Check(
        is_ok=True, url=url, text=interpolate(_("Emails are sent; the last one on %(time)s."), time=when)
    )


def _backups() -> Check:
    last = Backup.objects.order_by("-created_at").first()
    if last is None:
        return Check(
            is_ok=False, text=_("There is no backup yet."),
            more=_("Without a backup, a disk failure loses all data. Run: manage.py backup"),
        )  # fmt: skip
    ago, size = _moment(last.created_at), digits(filesizeformat(last.size))
    sentence = _("Last backup: %(time)s (%(size)s).")
    return Check(
        is_ok=timezone.now() - last.created_at < BACKUP_DUE,
        text=interpolate(sentence, time=ago, size=size),
        more=_("Files and database, checked completely.") if last.files else "",
    )


def _disk() -> Check:
    if settings.S3_BUCKET:
        return Check(is_ok=True, text=_("Files are stored outside this machine."))
    folder = settings.MEDIA_ROOT
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    sentence = _("Disk: %(free)s of %(total)s free.")
    return Check(
        is_ok=usage.free >= usage.total * DISK_LOW,
        text=interpolate(
            sentence, free=digits(filesizeformat(usage.free)), total=digits(filesizeformat(usage.total))
        ),
    )


def _version() -> Check:
    return Check(is_ok=True, text=interpolate(_("Version %(number)s"), number=digits(__version__)))


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _is_late(since: datetime | None) -> bool:
    return since is not None and timezone.now() - since > LATE
