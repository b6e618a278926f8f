"""Permissions for needs assessments and training needs."""

from typing import Any

from assessments.collection.outreach_models import OpenLink
from assessments.needs.models import NeedsAssessment, TrainingNeed
from participants.accounts.queries import (
    Role,
    has_portal_wide_role,
    organisations_of,
    works_on_programmes,
)
from participants.organisations.models import Organisation
from portal.access.users import AnyUser


def may_list(user: AnyUser, assessment: NeedsAssessment | None = None) -> bool:  # noqa: ARG001  # the queryset decides on rows
    return works_on_programmes(user)


def may_create(user: AnyUser, _obj: Any = None) -> bool:
    return owners_for(user).exists()


def owners_for(user: AnyUser) -> Any:
    """The organisations that the person can select as lead organisation of an assessment."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return Organisation.objects.exclude(kind=Organisation.Kind.FUNDER)
    return Organisation.objects.filter(pk__in=organisations_of(user, Role.COORDINATOR))


def may_manage(user: AnyUser, assessment: NeedsAssessment) -> bool:
    """Coordinators of the portal or of the owner."""
    return has_portal_wide_role(user, Role.COORDINATOR) or assessment.owner_id in organisations_of(
        user, Role.COORDINATOR
    )


def may_share_link(user: AnyUser, link: OpenLink) -> bool:
    return may_manage(user, link.collection.needs_assessment)


def may_read(user: AnyUser, assessment: NeedsAssessment) -> bool:  # noqa: ARG001  # the queryset decided on the row
    return user.is_authenticated


def may_read_need(user: AnyUser, need: TrainingNeed) -> bool:  # noqa: ARG001
    return user.is_authenticated


def may_decide(user: AnyUser, need: TrainingNeed) -> bool:
    return may_manage(user, need.assessment)
