"""Invite people from the stakeholder register."""

from collections.abc import Collection as Several
from dataclasses import dataclass

from django.db import transaction

from assessments.collection import invitations
from assessments.collection.addresses import Address
from assessments.needs.models import NeedsAssessment
from assessments.stakeholders.models import Stakeholder
from participants.accounts.models import User
from participants.organisations.models import Jurisdiction


@dataclass(frozen=True)
class InvitedCounts:
    """How many were added, were on the list already, and have no email address."""

    added: int
    already_on_list: int
    without_address: int


@transaction.atomic
def add_from_register(
    *,
    assessment: NeedsAssessment,
    jurisdictions: Several[Jurisdiction],
    groups: Several[str],
    levels: Several[str] = (),
    by: User,
) -> InvitedCounts:
    """Add register entries that `by` may see to the respondent list; no level of court selected means all.

    Raises `CollectionClosedError`, `InvitationsNotAllowedError`.
    """
    stakeholders = (
        Stakeholder.objects.visible_to(by)
        .current()
        .filter(jurisdiction__in=jurisdictions, group_code__in=groups)
        .order_by("pk")
    )
    if levels:
        stakeholders = stakeholders.filter(court_level__in=["", *levels])
    offered = assessment.collection.languages
    addresses: dict[str, Address] = {}
    reachable = without = 0
    for row in stakeholders:
        if not row.email:
            without += 1
            continue
        reachable += 1
        language = row.language if row.language in offered else offered[0]
        # One email per address, even if registers of two jurisdictions have it.
        addresses.setdefault(
            row.email.casefold(),
            Address(
                0,
                row.email,
                row.email,
                row.name,
                row.group_code,
                row.jurisdiction_id,
                language,
                row.court_level,
            ),
        )
    added, _invalid = invitations.add_addresses(
        collection=assessment.collection, addresses=list(addresses.values()), by=by
    )
    return InvitedCounts(added, reachable - added, without)
