"""Celery tasks: create PDFs of findings, build the anonymised data set."""

from celery import shared_task

from assessments.analysis import dataset, pdf
from portal.jobs import services as jobs


@shared_task(
    name="assessments.analysis.create_findings_pdf", acks_late=True, soft_time_limit=280, time_limit=300
)
def create_findings_pdf(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            pdf.create_findings_pdf(job)


@shared_task(name="assessments.analysis.build_dataset", acks_late=True, soft_time_limit=1740, time_limit=1800)
def make_data(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            dataset.build_dataset(job)
