"""A worker is killed while it issues certificates: each is issued once, with its PDF and email."""

import pytest

from evaluations.certificates import services
from evaluations.certificates.models import Certificate
from portal.jobs import services as jobs
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from tests.factories import completions
from tests.harness import wait_until
from tests.stored_files import is_intact

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 500


@pytest.fixture
def batch():
    """A started job for many certificates."""
    issuer, cohort = completions.coordinator(), completions.cohort()
    services.set_up_template(
        programme=cohort.programme,
        issuer=cohort.programme.lead_organisation,
        signatures=[("A", "B"), ("C", "D")],
        by=issuer,
    )
    completions.graduates(PEOPLE, cohort)
    return services.start_issuing(cohort=cohort, by=issuer)


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def resume_until_done(job: Job) -> None:
    def look() -> bool:
        jobs.resume_stale()  # a scheduled task does this every few seconds
        return state(job) == "done"

    wait_until(look, seconds=240, what="the end of the batch")


def test_a_worker_killed_in_a_batch_leaves_each_certificate_issued_exactly_once(celery_worker_process, batch):
    wait_until(lambda: Certificate.objects.count() > PEOPLE / 3, seconds=120, what="a third of the batch")
    celery_worker_process.kill()
    before = Certificate.objects.count()
    celery_worker_process.start()

    resume_until_done(batch)

    assert 0 < before < PEOPLE
    certificates = Certificate.objects.select_related("file")
    assert certificates.count() == certificates.values("completion").distinct().count() == PEOPLE
    assert certificates.filter(issued_at=None).count() == 0
    assert certificates.values("file").distinct().count() == PEOPLE
    assert OutgoingMail.objects.filter(template="evaluations/certificate_issued").count() == PEOPLE
    assert all(is_intact(c.file) and c.file.sha256 == c.sha256 for c in certificates[:10])
    assert Job.objects.get(pk=batch.pk).done == PEOPLE
