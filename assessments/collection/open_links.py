"""Open links: anyone who has one selects a group and a jurisdiction, gets a personal link, and starts."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessments.collection.errors import (
    CollectionClosedError,
    LinkFullError,
    NotOfferedError,
    OpenLinkNotAllowedError,
)
from assessments.collection.models import Collection, Invitation
from assessments.collection.outreach_models import OpenLink
from assessments.collection.queries import PURPOSE
from assessments.collection.services import require_open
from participants.accounts.models import User
from participants.organisations.models import Jurisdiction
from portal.audit import services as audit
from portal.links import services as links
from portal.links.services import LinkClosedError

OF_A_COURT = ("judge", "court_president", "court_staff")  # groups whose members work at a court of some level


@transaction.atomic
def make_link(
    *,
    collection: Collection,
    label: str,
    groups: Sequence[str],
    jurisdictions: Sequence[Jurisdiction],
    max_respondents: int,
    expires_at: datetime | None,
    by: User,
) -> OpenLink:
    """Create a link for these groups and jurisdictions, valid until it expires or the collection closes.

    Raises `CollectionClosedError`, `OpenLinkNotAllowedError`.
    """
    collection = Collection.objects.select_for_update(no_key=True).get(pk=collection.pk)
    if collection.closes_at <= timezone.now():
        raise CollectionClosedError
    if collection.anonymity != Collection.Anonymity.OPEN:
        raise OpenLinkNotAllowedError
    link = OpenLink.objects.create(
        collection=collection,
        label=label,
        token=secrets.token_urlsafe(32),
        groups=list(groups),
        max_respondents=max_respondents,
        expires_at=expires_at,
    )
    link.jurisdictions.set(jurisdictions)
    audit.record(by, "open_link.created", link)
    return link


@transaction.atomic
def withdraw(*, link: OpenLink, by: User) -> bool:
    """Stop new respondents; those who have started can finish. False when the link was withdrawn before."""
    changed = OpenLink.objects.filter(pk=link.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    if changed:
        audit.record(by, "open_link.withdrawn", link)
    return bool(changed)


def resolve_open_link(token: str) -> OpenLink:
    """The valid link for a token. Raises `LinkClosedError`, `LinkFullError`, `CollectionClosedError`."""
    rows = OpenLink.objects.select_related("collection__version__instrument__owner")
    link = rows.filter(token=token).first()
    if link is None:
        raise LinkClosedError("unknown")
    _require_usable(link)
    return link


def _require_usable(link: OpenLink) -> None:
    # A draft may have been changed to personal invitations after the link was created.
    if link.withdrawn_at or link.collection.anonymity != Collection.Anonymity.OPEN:
        raise LinkClosedError("revoked")
    require_open(link.collection)
    if link.expires_at and link.expires_at <= timezone.now():
        raise LinkClosedError("expired")
    if link.started_count >= link.max_respondents:
        raise LinkFullError


@transaction.atomic
def start_response(
    *, link: OpenLink, group: str, jurisdiction: Jurisdiction, court_level: str, language: str
) -> tuple[Invitation, str]:
    """Add a respondent: an invitation without an address, and the token of a personal link.

    Raises what `resolve_open_link` raises, and `NotOfferedError`.
    """
    rows = OpenLink.objects.select_for_update(of=("self",)).select_related("collection__version")
    link = rows.get(pk=link.pk)
    _require_usable(link)
    if group not in link.groups:
        raise NotOfferedError(field="group")
    if not link.jurisdictions.filter(pk=jurisdiction.pk).exists():
        raise NotOfferedError(field="jurisdiction")
    invitation = Invitation.objects.create(
        collection=link.collection,
        group_code=group,
        jurisdiction=jurisdiction,
        court_level=court_level if group in OF_A_COURT else "",
        language=language if language in link.collection.languages else link.collection.languages[0],
    )
    link.started_count += 1
    link.save(
        update_fields=["started_count"]
    )  # no time, because it would show when the last respondent started
    _signed, token = links.make(PURPOSE, invitation, expires_at=link.collection.closes_at)
    return invitation, token
