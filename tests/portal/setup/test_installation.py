"""The state of the installation: what administrators must act on is named."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from portal import celery
from portal.files.models import Backup
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from portal.setup import installation
from tests.factories.participants import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def worker(settings):
    settings.MAIL_OUTBOX_ONLY = False
    cache.set(celery.HEARTBEAT_KEY, "now", 60)
    yield
    cache.delete(celery.HEARTBEAT_KEY)


def found():
    jobs, emails, backups, _disk, _version = installation.checks()
    return jobs.is_ok, emails.is_ok, backups.is_ok


def test_a_new_installation_lacks_a_backup_only():
    assert found() == (True, True, False)


def test_what_failed_or_waits_needs_attention():
    now = timezone.now()
    Backup.objects.create(size=10, rows=1, files=1)
    Job.objects.create(kind="a", key="1", state="failed", ended_at=now)
    OutgoingMail.objects.create(
        key="1", to="a@b.example", language="en", template="x", next_try_at=now - timedelta(hours=1)
    )
    assert found() == (False, False, True)


def test_old_failures_are_history_and_an_old_backup_is_none():
    before = timezone.now() - timedelta(days=8)
    Job.objects.create(kind="a", key="1", state="failed", ended_at=before)
    Backup.objects.create(size=10, rows=1, files=1)
    Backup.objects.update(created_at=before)
    assert found() == (True, True, False)


def test_without_a_worker_jobs_need_attention(client_of):
    cache.delete(celery.HEARTBEAT_KEY)
    assert found()[0] is False
    administrator = RoleFactory(role="administrator").user
    assert b"h-installation" in client_of(administrator).get("/home/").content
    assert b"h-installation" not in client_of(RoleFactory(role="coordinator").user).get("/home/").content
