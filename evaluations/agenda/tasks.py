"""Celery tasks of agendas."""

from celery import shared_task

from evaluations.agenda import pdf
from portal.jobs import services as jobs


@shared_task(name="evaluations.agenda.create_pdf", acks_late=True, soft_time_limit=280, time_limit=300)
def create_agenda_pdf(job_id: int) -> None:
    with jobs.claim(job_id) as job:
        if job:
            pdf.create_pdf(job)
