"""Releasing a report's summary to the public, and withdrawing it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.publications.models import Publication
from evaluations.reports.models import ImpactReport
from participants.accounts.models import User
from portal.access.errors import DomainError
from portal.audit import services as audit


class NotPublishedError(DomainError):
    code = "report_not_published"
    message = _("Publish the report to its funders before you release a summary to the public.")


@transaction.atomic
def release(*, report: ImpactReport, summary: str, by: User) -> Publication:
    """Make the summary and headline figures public. A new summary replaces the last one. Raises NotPublishedError."""
    report = ImpactReport.objects.select_for_update(of=["self"]).get(pk=report.pk)
    if report.state != ImpactReport.State.PUBLISHED:
        raise NotPublishedError
    Publication.objects.filter(report=report, withdrawn_at=None).update(withdrawn_at=timezone.now())
    publication = Publication.objects.create(report=report, summary=summary, released_by=by)
    audit.record(by, "report.released", report)
    return publication


@transaction.atomic
def withdraw(*, publication: Publication, by: User) -> Publication:
    """Remove the summary from the public pages."""
    Publication.objects.filter(pk=publication.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    audit.record(by, "report.release_withdrawn", publication.report)
    publication.refresh_from_db()
    return publication
