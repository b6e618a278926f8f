"""Who may read and write what the analysis holds."""

from typing import Any

from assessments.analysis.models import AnonymisedData, Findings
from assessments.needs import policies as needs


def may_read_findings(user: Any, findings: Findings) -> bool:
    """Published ones everybody; drafts those who write them."""
    return findings.state == Findings.State.PUBLISHED or may_write(user, findings)


def may_write(user: Any, findings: Findings) -> bool:
    return user.is_authenticated and needs.may_manage(user, findings.ranking.assessment)


def may_read_pdf(user: Any, findings: Findings) -> bool:
    """The print goes with the page: taken back, it is nobody's but the coordinators'."""
    return may_read_findings(user, findings)


def may_read_data(user: Any, data: AnonymisedData) -> bool:
    """Whoever reads the assessment's results."""
    return AnonymisedData.objects.visible_to(user).filter(pk=data.pk).exists()
