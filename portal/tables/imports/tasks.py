"""Jobs for large imports."""

from celery import shared_task
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.jobs import services as jobs
from portal.jobs.leases import ClaimedJob, out_of_band_progress
from portal.tables.imports import commit, staging
from portal.tables.models import ImportBatch, ImportRow


@shared_task(name="portal.tables.import_rows", soft_time_limit=1500, time_limit=1560, ignore_result=True)
def import_rows(job_id: int) -> None:
    """Read, check, save or undo one import. Idempotent: a second run does nothing."""
    with jobs.claim(job_id) as job:
        if job:
            with override(getattr(job.requested_by, "language", None)):
                STEPS[job.row.kind](job)


def _stage(job: ClaimedJob) -> None:
    batch: ImportBatch = job.target
    job.report_progress(step=_("Reading the rows"))
    staging.stage(batch, on_progress=lambda done: job.report_progress(done=done))
    job.finish(url=batch.get_absolute_url())


def _check(job: ClaimedJob) -> None:
    batch: ImportBatch = job.target
    waiting = ImportRow.objects.waiting().filter(batch=batch)
    job.report_progress(total=waiting.count(), step=_("Checking the rows"))
    staging.revalidate_rows(batch, waiting, on_progress=lambda done: job.report_progress(done=done))
    job.finish(url=batch.get_absolute_url())


def _save(job: ClaimedJob) -> None:
    # The rows are saved and the job is finished in one transaction, so a crash cannot save them twice. Progress is
    # written on another connection, so that the page shows it during the transaction.
    batch: ImportBatch = job.target
    ready = ImportRow.objects.filter(batch=batch).ready().count()
    with out_of_band_progress(job, total=ready, step=_("Saving all rows")) as show, transaction.atomic():
        whole = bool(job.params.get("whole"))
        commit.commit(batch=batch, by=job.requested_by, whole=whole, on_progress=show)
        job.finish(url=batch.get_absolute_url())


def _undo(job: ClaimedJob) -> None:
    batch: ImportBatch = job.target
    saved = ImportRow.objects.filter(batch=batch, committed_at__isnull=False).count()
    with out_of_band_progress(job, total=saved, step=_("Undoing the import")) as show, transaction.atomic():
        commit.undo_commit(batch=batch, by=job.requested_by, on_progress=show)
        job.finish(url=batch.get_absolute_url())


STEPS = {"imports.stage": _stage, "imports.check": _check, "imports.save": _save, "imports.undo": _undo}
