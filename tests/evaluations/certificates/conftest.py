"""A cohort with a certificate template, and its coordinator."""

import pytest

from evaluations.certificates import services
from tests.factories import completions


@pytest.fixture
def issuer(db):
    return completions.coordinator()


@pytest.fixture
def cohort(db, issuer):
    """A completed cohort whose programme has issuer and signatories."""
    made = completions.cohort()
    services.set_up_template(
        programme=made.programme,
        issuer=made.programme.lead_organisation,
        signatures=[("Hon. Justice Sela Tamanikaiwai", "President"), ("Dr Ilaisa Naivalu", "Director")],
        by=issuer,
    )
    return made


@pytest.fixture
def issue(issuer):
    """Issue all certificates due in the cohort, in this process."""
    from portal.jobs import services as jobs

    def run(cohort):
        job = services.start_issuing(cohort=cohort, by=issuer)
        with jobs.claim(job.pk) as claimed:
            services.issue(claimed)
        job.refresh_from_db()
        assert job.error_for_operators == ""
        return job

    return run
