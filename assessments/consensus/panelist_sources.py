"""Sources of panelists: typed lines, the stakeholder register, or the assessment's respondents."""

from collections.abc import Mapping, Sequence

from assessments.collection.models import Invitation
from assessments.consensus.models import ConsensusPanel, Panelist
from assessments.needs.models import NeedsAssessment
from assessments.stakeholders.models import Stakeholder
from participants.accounts.models import User


def from_register(panel: ConsensusPanel, *, groups: Sequence[str], by: User) -> list[Panelist]:
    """Current register entries with an address, in the assessment's jurisdictions, that `by` may see."""
    stakeholders = (
        Stakeholder.objects.visible_to(by)
        .current()
        .filter(jurisdiction__in=panel.assessment.jurisdictions.all(), group_code__in=groups)
        .exclude(email="")
        .order_by("pk")
    )
    return [
        Panelist(
            name=row.name,
            email=row.email,
            language=row.language,
            group_code=row.group_code,
            jurisdiction_id=row.jurisdiction_id,
        )
        for row in stakeholders
    ]


def from_invitations(panel: ConsensusPanel, *, groups: Sequence[str]) -> list[Panelist]:
    """The assessment's respondents, whether they responded or not, because that would show who did."""
    invitations = (
        Invitation.objects.filter(collection=panel.assessment.collection_id, group_code__in=groups)
        .exclude(email="")
        .exclude(state__in=[Invitation.State.DELEGATED, Invitation.State.BOUNCED])
        .order_by("pk")
    )
    return [
        Panelist(
            name=row.name,
            email=row.email,
            language=row.language,
            group_code=row.group_code,
            jurisdiction_id=row.jurisdiction_id,
        )
        for row in invitations
    ]


def typed(lines: Sequence[Mapping[str, str]]) -> list[Panelist]:
    return [Panelist(**line) for line in lines]


def groups_of(assessment: NeedsAssessment) -> list[tuple[str, str]]:
    return [(group.code, str(group.get_code_display())) for group in assessment.groups.all()]
