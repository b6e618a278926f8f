"""Celery tasks of reports."""

from celery import shared_task

from evaluations.reports import services
from portal.jobs import services as jobs


@shared_task(name="evaluations.reports.freeze", acks_late=True, soft_time_limit=280, time_limit=300)
def freeze(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            services.freeze(job)


@shared_task(name="evaluations.reports.create_files", acks_late=True, soft_time_limit=580, time_limit=600)
def create_files_task(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            services.create_files(job)
