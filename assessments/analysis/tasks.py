"""The workers' part of the analysis: printing findings, making the anonymised data set."""

from celery import shared_task

from assessments.analysis import dataset, printing
from portal.jobs import services as jobs


@shared_task(name="assessments.analysis.print_findings", acks_late=True, soft_time_limit=280, time_limit=300)
def print_findings(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            printing.print_findings(job)


@shared_task(name="assessments.analysis.make_data", acks_late=True, soft_time_limit=1740, time_limit=1800)
def make_data(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            dataset.make(job)
