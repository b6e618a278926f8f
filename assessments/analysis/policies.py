"""Permissions of the analysis."""

from assessments.analysis.models import AnonymisedData, Findings
from assessments.needs import policies as needs
from portal.access.users import AnyUser


def may_read_findings(user: AnyUser, findings: Findings) -> bool:
    """Published findings: everyone. Drafts: those who write them."""
    return findings.state == Findings.State.PUBLISHED or may_write(user, findings)


def may_write(user: AnyUser, findings: Findings) -> bool:
    return user.is_authenticated and needs.may_manage(user, findings.ranking.assessment)


def may_read_pdf(user: AnyUser, findings: Findings) -> bool:
    """The PDF has the page's permissions: once findings are withdrawn, only coordinators read it."""
    return may_read_findings(user, findings)


def may_read_data(user: AnyUser, data: AnonymisedData) -> bool:
    """Everyone who can read the assessment's results."""
    return AnonymisedData.objects.visible_to(user).filter(pk=data.pk).exists()
