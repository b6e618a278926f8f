"""Draft, edit, publish and withdraw findings."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone, translation

from assessments.analysis import drafting
from assessments.analysis.errors import NotPublishedError, OwnTextError, PublishedError, UnknownFigureError
from assessments.analysis.models import Findings
from assessments.analysis.quoted_figures import load_quoted_figures
from assessments.needs.models import Ranking
from participants.accounts.models import User
from portal.access.errors import StaleRevisionError
from portal.audit import services as audit
from portal.jobs import services as jobs

PRINT = "needs.create_findings_pdf"
State = Findings.State


@transaction.atomic
def draft_findings(*, ranking: Ranking, language: str, by: User) -> Findings:
    """Draft the text in that language from the figures, or return the existing one unchanged."""
    with translation.override(language):
        body = drafting.draft(load_quoted_figures(ranking))
    findings, created = Findings.objects.get_or_create(
        ranking=ranking, language=language, defaults={"body": body, "written_by": by}
    )
    if created:
        audit.record(by, "findings.drafted", findings)
    return findings


@transaction.atomic
def write_findings(*, findings: Findings, body: Mapping[str, str], revision: int, by: User) -> Findings:
    """Save the text. Figures in it are names of frozen cells. Saving it unchanged makes nobody its writer.

    Raises PublishedError, StaleRevisionError, UnknownFigureError.
    """
    findings = _lock(findings)
    if findings.state == State.PUBLISHED:
        raise PublishedError
    if findings.revision != revision:
        raise StaleRevisionError
    if dict(body) == findings.body:
        return findings
    facts = load_quoted_figures(findings.ranking)
    for section, text in body.items():
        unknown = facts.unknown(text)
        if unknown:
            raise UnknownFigureError(unknown, section)
    findings.body, findings.revision, findings.written_by = dict(body), findings.revision + 1, by
    findings.save(update_fields=["body", "revision", "written_by", "updated_at"])
    audit.record(by, "findings.saved", findings)
    return findings


@transaction.atomic
def publish_findings(*, findings: Findings, revision: int, by: User) -> Findings:
    """Publish the findings to everyone and create their PDF. `revision` is the text that was read.

    Raises PublishedError, OwnTextError for the person who wrote the text, StaleRevisionError.
    """
    findings = _lock(findings)
    if findings.state == State.PUBLISHED:
        raise PublishedError
    if findings.written_by_id == by.pk:
        raise OwnTextError
    if findings.revision != revision:
        raise StaleRevisionError
    findings.state, findings.published_at, findings.pdf = State.PUBLISHED, timezone.now(), None
    findings.published_by = by
    findings.save(update_fields=["state", "published_at", "published_by", "pdf", "updated_at"])
    audit.record(by, "findings.published", findings, revision=findings.revision)
    jobs.start(PRINT, key=f"findings:{findings.pk}:{findings.revision}", by=by, target=findings)
    return findings


@transaction.atomic
def withdraw_findings(*, findings: Findings, by: User) -> Findings:
    """Withdraw published findings: only coordinators read them, and they can be edited again. Raises
    NotPublishedError.
    """
    findings = _lock(findings)
    if findings.state != State.PUBLISHED:
        raise NotPublishedError
    findings.state, findings.published_at, findings.published_by, findings.pdf = State.DRAFT, None, None, None
    findings.revision += 1
    findings.save(update_fields=["state", "published_at", "published_by", "pdf", "revision", "updated_at"])
    audit.record(by, "findings.withdrawn", findings)
    return findings


def _lock(findings: Findings) -> Findings:
    rows = Findings.objects.select_for_update(of=("self",)).select_related("ranking__assessment")
    return rows.get(pk=findings.pk)
