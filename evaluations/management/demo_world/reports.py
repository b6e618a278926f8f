"""Certificates of finished cohorts and two published reports, made by the same services as by hand."""

from typing import Any

from evaluations.certificates import services as certificates
from portal.jobs import services as jobs


def build(world: dict[str, Any]) -> None:
    """Issue two cohorts' certificates, the demo judge's among them; the third cohort's stay due."""
    people, made = world["people"], world["world"]
    by = people.accounts["coordinator"]
    for programme in made.programmes.values():
        certificates.state_wording(
            programme=programme,
            issuer=programme.lead_organisation,
            signatures=[("Amelia Tauvasi", "Chair of the board"), ("Bastien Okoro", "Programme director")],
            by=by,
        )
    for cohort in made.cohorts[:2]:
        job = certificates.start_issuing(cohort=cohort, by=by)
        with jobs.claim(job.pk) as claimed:
            if claimed:
                certificates.issue(claimed)
