"""Asking whom the stakeholder register holds."""

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
    """How many came on the list, stood on it already, and cannot be written to."""

    added: int
    standing: int
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
    """Put the register's entries that `by` may see on the list; no level of court named is all of them.

    Raises `CollectionClosedError`, `NobodyInvitedError`.
    """
    found = (
        Stakeholder.objects.visible_to(by)
        .current()
        .filter(jurisdiction__in=jurisdictions, group_code__in=groups)
        .order_by("pk")
    )
    if levels:
        found = found.filter(court_level__in=["", *levels])
    offered = assessment.collection.languages
    addresses: dict[str, Address] = {}
    reachable = without = 0
    for row in found:
        if not row.email:
            without += 1
            continue
        reachable += 1
        language = row.language if row.language in offered else offered[0]
        # One letter an address, though two jurisdictions' registers hold it.
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
    added, _standing = invitations.add_addresses(
        collection=assessment.collection, addresses=list(addresses.values()), by=by
    )
    return InvitedCounts(added, reachable - added, without)
