"""Saving and undoing imports: exactly once and completely or not at all, also with concurrent changes."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from evaluations.indicators.imports import CaseloadReturnImporter
from evaluations.indicators.models import CaseloadReturn
from evaluations.indicators.services import verify
from portal.audit.models import AuditEntry
from portal.jobs.models import Job
from portal.jobs.services import cancel
from portal.tables.imports import commit, importers, services, staging, tasks
from portal.tables.imports.errors import (
    ChangedSinceError,
    NothingToSaveError,
    StaleImportError,
    TooLateError,
)
from portal.tables.models import ImportRow
from tests.factories.evaluations import CaseloadReturnFactory
from tests.factories.participants import CourtFactory, RoleFactory
from tests.harness import wait_until

HEAD = "period,court,case_type,pending_start,incoming,resolved,pending_end"
MAPPING = {str(i): name for i, name in enumerate(HEAD.split(","))}


@pytest.fixture
def court(db):
    return CourtFactory(source_code="A")


def stage(court, by, *lines):
    file = SimpleUploadedFile("file.csv", "\n".join([HEAD, *lines]).encode())
    params = {"jurisdiction": court.organisation.jurisdiction_id, "source": "Registry"}
    batch = services.upload(kind=importers.get("caseload_returns"), file=file, params=params, by=by)
    if batch.state == "mapping":
        batch = services.map_columns(batch=batch, mapping=MAPPING, by=by)
    return batch


LINES = [f"{year},A,Civil,10,5,4,11" for year in range(2000, 2020)]


def test_a_second_save_finds_no_rows(court, coordinator):
    batch = stage(court, coordinator, *LINES)
    assert commit.commit(batch=batch, by=coordinator) == 20

    with pytest.raises(NothingToSaveError):
        commit.commit(batch=batch, by=coordinator)

    assert CaseloadReturn.objects.count() == 20
    assert AuditEntry.objects.filter(action="import.saved").count() == 1


def test_row_numbers_above_a_thousand_can_be_corrected(court, coordinator, client_of):
    batch = stage(court, coordinator, "2020,A,Civil,ten,5,4,11")
    batch.rows.update(number=1234)
    address = reverse("imports:rows", args=[batch.public_id])
    client = client_of(coordinator)
    field = re.search(r'name="(r[^"]*)"\s+value="ten"', client.get(address).content.decode()).group(1)

    client.post(address, {field: "10"})

    assert commit.commit(batch=batch, by=coordinator) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_concurrent_saves_one_succeeds():
    court, by = CourtFactory(source_code="A"), RoleFactory(role="coordinator").user
    batch = stage(court, by, *LINES)
    start, outcomes = threading.Barrier(2), []

    def save():
        start.wait()
        try:
            outcomes.append(commit.commit(batch=batch, by=by))
        except NothingToSaveError:
            outcomes.append("nothing")
        finally:
            connection.close()

    threads = [threading.Thread(target=save) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes, key=str) == [20, "nothing"]
    assert CaseloadReturn.objects.count() == 20


def test_a_record_added_meanwhile_prevents_the_save(court, coordinator):
    batch = stage(court, coordinator, *LINES)
    CaseloadReturnFactory(court=court, starts="2010-01-01", ends="2010-12-31")

    with pytest.raises(StaleImportError):
        commit.commit(batch=batch, by=coordinator)

    assert CaseloadReturn.objects.count() == 1
    services.restart_checking(batch=batch, by=coordinator)
    assert ImportRow.objects.get(batch=batch, number=12).status == "changed"
    assert commit.commit(batch=batch, by=coordinator) == 20


def test_a_record_changed_meanwhile_prevents_the_save(court, coordinator):
    existing = CaseloadReturnFactory(court=court, starts="2010-01-01", ends="2010-12-31")
    batch = stage(court, coordinator, *LINES)
    CaseloadReturn.objects.filter(pk=existing.pk).update(incoming=1201, resolved=1261)

    with pytest.raises(StaleImportError):
        commit.commit(batch=batch, by=coordinator)

    assert CaseloadReturn.objects.count() == 1


def test_verified_records_cannot_be_undone(court, coordinator, administrator):
    batch = stage(court, coordinator, *LINES)
    commit.commit(batch=batch, by=coordinator)
    verify(row=CaseloadReturn.objects.first(), by=administrator)

    with pytest.raises(ChangedSinceError):
        commit.undo_commit(batch=batch, by=coordinator)

    assert CaseloadReturn.objects.count() == 20


def test_an_import_cannot_be_undone_after_a_day(court, coordinator):
    batch = stage(court, coordinator, *LINES)
    commit.commit(batch=batch, by=coordinator)
    batch.refresh_from_db()

    with time_machine.travel(timezone.now() + timedelta(hours=25)), pytest.raises(TooLateError):
        commit.undo_commit(batch=batch, by=coordinator)

    assert CaseloadReturn.objects.count() == 20


def test_undoing_restores_the_verification_of_a_changed_record(court, coordinator, administrator):
    existing = CaseloadReturnFactory(court=court, starts="2010-01-01", ends="2010-12-31")
    verify(row=existing, by=administrator)
    batch = stage(court, coordinator, *LINES)

    commit.commit(batch=batch, by=coordinator)
    existing.refresh_from_db()
    assert (existing.incoming, existing.entered_by, existing.verified_by) == (5, coordinator, None)

    commit.undo_commit(batch=batch, by=coordinator)
    existing.refresh_from_db()
    assert (existing.incoming, existing.verified_by) == (1200, administrator)


@pytest.mark.django_db(transaction=True)
def test_a_large_import_survives_killed_workers(celery_worker_process):
    court, by = CourtFactory(source_code="A"), RoleFactory(role="coordinator").user
    lines = [f"{year},A,Type {n},10,5,4,11" for n in range(240) for year in range(1990, 2025)]

    batch = stage(court, by, *lines)
    assert batch.state == "staging"
    wait_until(lambda: ImportRow.objects.filter(batch=batch).exists(), what="the first rows")
    celery_worker_process.kill()
    celery_worker_process.start()
    job = Job.objects.get(kind="imports.stage")
    wait_until(lambda: resumed(job), seconds=90, what="the end of reading")
    assert ImportRow.objects.filter(batch=batch).count() == 8400
    assert ImportRow.objects.filter(batch=batch).ready().count() == 8400

    saved = services.save(batch=batch, by=by, whole=False)
    wait_until(lambda: state(saved) == "running" or state(saved) == "done", what="the save")
    celery_worker_process.kill()
    assert CaseloadReturn.objects.count() in (0, 8400)  # all rows or none
    celery_worker_process.start()
    wait_until(lambda: resumed(saved), seconds=120, what="the end of the save")

    assert CaseloadReturn.objects.count() == 8400
    assert AuditEntry.objects.filter(action="import.saved").count() == 1


class ObservedMethod:
    """Calls `observe` before each call of a method of the importer and collects the results in `observed`."""

    def __init__(self, monkeypatch, name, observe):
        self.observed = []
        original = getattr(CaseloadReturnImporter, name)

        def wrapper(importer, *args):
            self.observed.append(observe())
            return original(importer, *args)

        monkeypatch.setattr(CaseloadReturnImporter, name, wrapper)


def on_another_connection(function):
    """Run `function` in another thread, which has its own database connection, and return its result."""

    def run():
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(30)


def many_rows(court, by):
    lines = [f"{year},A,Type {n},10,5,4,11" for n in range(72) for year in range(1990, 2025)]
    batch = stage(court, by, *lines)
    run_job(Job.objects.get(kind="imports.stage"))
    batch.refresh_from_db()
    return batch


def run_job(job):
    tasks.import_rows(job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.django_db(transaction=True)
def test_saving_and_undoing_show_progress_before_commit(monkeypatch, client_of):
    court, by = CourtFactory(source_code="A"), RoleFactory(role="coordinator").user
    batch = many_rows(court, by)

    def progress(job):
        client = client_of(by)
        fragment = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
        whole = client.get(job.get_absolute_url()).content.decode()
        redirected_to = client.get(batch.get_absolute_url()).url
        done = Job.objects.get(pk=job.pk).done
        assert f"{done:,} of 2,520 done" in fragment
        assert f"{done:,} of 2,520 done" in whole
        assert redirected_to == job.get_absolute_url()
        return done, CaseloadReturn.objects.count()

    saved = services.save(batch=batch, by=by, whole=False)
    saving = ObservedMethod(monkeypatch, "save_rows", lambda: on_another_connection(lambda: progress(saved)))
    assert run_job(saved).state == "done"
    undone = services.undo(batch=batch, by=by)
    undoing = ObservedMethod(
        monkeypatch, "undo_rows", lambda: on_another_connection(lambda: progress(undone))
    )
    assert run_job(undone).state == "done"

    chunks = [(n, 0) for n in range(0, 2520, staging.CHUNK)]
    assert len(chunks) > 1
    assert saving.observed == chunks
    assert undoing.observed == [(n, 2520) for n, _none in chunks]
    assert CaseloadReturn.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_save_saves_nothing(monkeypatch):
    court, by = CourtFactory(source_code="A"), RoleFactory(role="coordinator").user
    batch = many_rows(court, by)
    job = services.save(batch=batch, by=by, whole=False)
    ObservedMethod(monkeypatch, "save_rows", lambda: on_another_connection(lambda: cancel_once(job, by)))

    run_job(job)

    assert (job.state, job.done) == ("cancelled", 0)
    assert CaseloadReturn.objects.count() == 0
    batch.refresh_from_db()
    assert batch.state == "preview"


def cancel_once(job, by):
    if Job.objects.get(pk=job.pk).cancel_requested_at is None:
        cancel(job, by=by)


def state(job):
    return Job.objects.get(pk=job.pk).state


def resumed(job):
    from portal.jobs.services import resume_stale

    resume_stale()  # Celery beat calls this every few seconds
    return state(job) == "done"
