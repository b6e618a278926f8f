"""Certificates of completed cohorts and two published reports, created through the services."""

from datetime import date, timedelta
from typing import Any

from evaluations.certificates import services as certificates
from evaluations.publications import services as transparency
from evaluations.reports import services as reports
from participants.accounts.models import User
from portal.jobs import services as jobs
from portal.jobs.models import Job
from programs.programmes.models import Programme

SIGNATURES = [("Amelia Tauvasi", "Chair of the board"), ("Bastien Okoro", "Programme director")]
REPORTS = [
    ("PAC-CFM", "Case-flow management in the Pacific", ["en", "ar"]),
    ("WAF-JET", "Éthique et intégrité en Afrique de l’Ouest", ["fr"]),
]
NARRATIVE = {
    "changed": "{funnel.certified.people} people were certified. {stages.courts_in_force.plans} courts have a changed "
    "practice in force.",
    "short": "Graduates who have started a reform plan: {funnel.reforming.people}, of {funnel.certified.people} "
    "certified. We do not know what the others have changed.",
    "claim": "Waiting times changed, but the figures do not show why: each court chose whether to reform.",
    "asked": "Approve the plan of the next period, with the same budget lines.",
}
SUMMARY = (
    "This summary shows how many people the programme has trained, what their courts have changed, and how waiting "
    "times have developed. The figures come from the registries of the courts."
)


def build(loaded: dict[str, Any]) -> None:
    """Issue the certificates of two cohorts (those of the third are due) and publish two reports."""
    made = loaded["portfolio"]
    by, second = loaded["people"].accounts["coordinator"], loaded["people"].accounts["second"]
    for programme in made.programmes.values():
        certificates.set_up_template(
            programme=programme, issuer=programme.lead_organisation, signatures=SIGNATURES, by=by
        )
    for cohort in made.cohorts[:2]:
        _carry_out(certificates.start_issuing(cohort=cohort, by=by), certificates.issue)
    for code, title, languages in REPORTS:
        _report(made.programmes[code], title, languages, by, second, today=loaded["today"])


def _report(
    programme: Programme, title: str, languages: list[str], by: User, second: Any, *, today: date
) -> None:
    ends = today.replace(day=1) - timedelta(days=1)
    report = reports.make_report(
        programme=programme, title=title, starts=max(programme.starts, date(ends.year - 2, 1, 1)), ends=ends,
        languages=languages, by=by,
    )  # fmt: skip
    _carry_out(reports.start_freezing(report=report, by=by), reports.freeze)
    report.refresh_from_db()
    reports.write_narrative(report=report, narrative=NARRATIVE, revision=report.revision, by=by)
    _carry_out(reports.approve(report=report, by=second), reports.create_files)
    report.refresh_from_db()
    reports.publish(report=report, by=by)
    transparency.release(report=report, summary=SUMMARY, by=second)


def _carry_out(job: Job, work: Any) -> None:
    """Run a job in this process, so that the files exist when the command ends."""
    with jobs.claim(job.pk) as claimed:
        if claimed:
            work(claimed)
    job.refresh_from_db()
    if job.state != Job.State.DONE:
        raise RuntimeError(f"{job.kind}: {job.error_for_people} {job.error_for_operators}")
