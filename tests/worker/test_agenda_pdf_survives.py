"""A worker is killed while it creates an agenda PDF: one row and one file remain."""

import pytest

from evaluations.agenda import pdf
from evaluations.agenda.pdf_models import AgendaPdf
from portal.files.models import StoredFile
from portal.jobs import services as jobs
from portal.jobs.models import Job
from tests.factories import agendas as make
from tests.harness import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_killed_while_creating_an_agenda_pdf_leaves_exactly_one_file(
    celery_worker_process, coordinator
):
    agenda = make.agenda(by=coordinator)
    _seat, user = make.partner(agenda, by=coordinator)
    make.item(agenda, by=coordinator)
    job = pdf.request_pdf(agenda=agenda, user=user, language="en")
    wait_until(lambda: Job.objects.get(pk=job.pk).state == "running", seconds=60, what="the printing")
    celery_worker_process.kill()
    assert not AgendaPdf.objects.exists()
    celery_worker_process.start()

    def ended() -> bool:
        jobs.resume_stale()  # a scheduled task does this every few seconds
        return Job.objects.get(pk=job.pk).state == "done"

    wait_until(ended, seconds=90, what="the end of the printing")

    printed = AgendaPdf.objects.select_related("file").get()
    assert (printed.made_for, StoredFile.objects.get()) == (user, printed.file)
