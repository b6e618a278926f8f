"""Invitations: the respondent list, invitation emails and reminders. Each address gets each email exactly once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.collection.addresses import Address, InvalidLine
from assessments.collection.errors import CollectionClosedError, InvitationsNotAllowedError, PastCloseError
from assessments.collection.models import Collection, Invitation
from assessments.collection.queries import PURPOSE
from assessments.collection.services import require_open
from participants.accounts.models import User
from portal.access.users import Actor
from portal.audit import services as audit
from portal.jobs import services as jobs
from portal.jobs.models import Job
from portal.links import services as links
from portal.links.models import SignedLink
from portal.mail import services as mail
from portal.mail.models import Mailing, OutgoingMail
from portal.mail.recipients import NAMES_SHOWN, Group

INVITE, REMIND = "needs.invite", "needs.remind"
AT_ONCE = 50


@transaction.atomic
def add_addresses(
    *, collection: Collection, addresses: Sequence[Address], by: User
) -> tuple[int, list[InvalidLine]]:
    """Add people to the respondent list. Those who are on it already are returned as invalid lines."""
    collection = Collection.objects.select_for_update(no_key=True).get(pk=collection.pk)
    if collection.closes_at <= timezone.now():
        raise CollectionClosedError
    if collection.anonymity == Collection.Anonymity.OPEN:
        raise InvitationsNotAllowedError
    folded_emails = [address.email.casefold() for address in addresses]
    existing = {
        email.casefold()
        for email in collection.invitations.alias(folded=Lower("email"))
        .filter(folded__in=folded_emails)
        .values_list("email", flat=True)
    }
    new = [address for address in addresses if address.email.casefold() not in existing]
    Invitation.objects.bulk_create(
        Invitation(
            collection=collection,
            group_code=address.group,
            jurisdiction_id=address.jurisdiction,
            court_level=address.court_level,
            email=address.email,
            name=address.name,
            language=address.language,
        )
        for address in new
    )
    if new:
        audit.record(by, "invitations.added", collection, people=len(new))
    again = [address for address in addresses if address.email.casefold() in existing]
    return len(new), [
        InvalidLine(duplicate.line, duplicate.raw, _("This address is already on the list."), "on_list")
        for duplicate in again
    ]


@transaction.atomic
def remove(*, invitation: Invitation, by: User) -> bool:
    """Remove a person who has not been emailed yet; False when an email was sent."""
    deleted, _rows = Invitation.objects.filter(pk=invitation.pk).to_send().delete()
    if deleted:
        audit.record(by, "invitation.removed", invitation.collection)
    return bool(deleted)


@transaction.atomic
def invite(*, collection: Collection, by: Actor, mailing: Mailing | None = None) -> tuple[int, Job | None]:
    """Email everyone not emailed yet: up to 50 immediately, more in a job. Raises `CollectionClosedError`."""
    collection = _open(collection)
    if collection.anonymity == Collection.Anonymity.OPEN:
        raise InvitationsNotAllowedError
    recipients = collection.invitations.to_send().count()
    if recipients > AT_ONCE:
        return recipients, jobs.start(
            INVITE, key=str(collection.public_id), by=by, target=collection, params=_params(mailing)
        )
    send_invitations(collection, mailing=mailing)
    audit.record(by, "invitations.sent", collection, people=recipients)
    return recipients, None


@transaction.atomic
def remind(*, collection: Collection, by: User, mailing: Mailing | None = None) -> tuple[int, Job | None]:
    """Remind people who were invited and have not responded. Raises `CollectionClosedError`."""
    require_open(collection)
    since = timezone.now()
    recipients = collection.invitations.to_remind(since=since).count()
    if recipients > AT_ONCE:
        params = {"since": since.isoformat()} | _params(mailing)
        return recipients, jobs.start(
            REMIND, key=str(collection.public_id), by=by, target=collection, params=params
        )
    send_reminders(collection, since=since, mailing=mailing)
    audit.record(by, "reminders.sent", collection, people=recipients)
    return recipients, None


def _params(mailing: Mailing | None) -> dict[str, int]:
    return {"mailing": mailing.pk} if mailing else {}


def send_invitations(
    collection: Collection,
    on_progress: mail.ProgressCallback | None = None,
    *,
    mailing: Mailing | None = None,
) -> int:
    """Send in batches. It can be interrupted anywhere and called again."""
    return _send(collection, collection.invitations.to_send(), _invite_one, on_progress, mailing)


def send_reminders(
    collection: Collection,
    *,
    since: datetime,
    on_progress: mail.ProgressCallback | None = None,
    mailing: Mailing | None = None,
) -> int:
    """Send one reminder each to people not reminded since `since`."""
    return _send(collection, collection.invitations.to_remind(since=since), _remind_one, on_progress, mailing)


def mark_bounced(collection: Collection) -> int:
    """Mark invitations whose email bounced. Returns how many."""
    invited = collection.invitations.filter(state=Invitation.State.INVITED).exclude(invited_at=None)
    keys = {f"needs-invite:{public_id}": pk for pk, public_id in invited.values_list("pk", "public_id")}
    failed = OutgoingMail.objects.filter(key__in=keys, state=OutgoingMail.State.FAILED).values_list(
        "key", flat=True
    )
    return Invitation.objects.filter(pk__in=[keys[key] for key in failed]).update(
        state=Invitation.State.BOUNCED
    )


def _open(collection: Collection) -> Collection:
    """The collection, locked against closing. Raises `CollectionClosedError`."""
    rows = Collection.objects.select_for_update(no_key=True, of=("self",)).select_related("version")
    collection = rows.get(pk=collection.pk)
    require_open(collection)
    return collection


def _send(
    collection: Collection,
    recipients: QuerySet[Invitation],
    write: Callable[[Invitation], OutgoingMail],
    on_progress: mail.ProgressCallback | None,
    mailing: Mailing | None,
) -> int:
    def build(batch: Sequence[Invitation]) -> list[OutgoingMail]:
        if not Collection.objects.get(pk=collection.pk).is_open:
            raise CollectionClosedError
        for invitation in batch:
            invitation.collection = collection
        emails = [write(invitation) for invitation in batch]
        for email in emails:
            email.mailing = mailing
        return emails

    return mail.send_in_batches(recipients, build, on_progress)


def _invite_one(invitation: Invitation) -> OutgoingMail:
    invitation.invited_at = timezone.now()
    invitation.save(update_fields=["invited_at", "updated_at"])
    return build_invitation_email(invitation, "invitation", f"needs-invite:{invitation.public_id}")


def _remind_one(invitation: Invitation) -> OutgoingMail:
    invitation.reminded_at, invitation.reminders = timezone.now(), invitation.reminders + 1
    invitation.save(update_fields=["reminded_at", "reminders", "updated_at"])
    return build_invitation_email(
        invitation, "reminder", f"needs-remind:{invitation.public_id}:{invitation.reminders}"
    )


def issue_link_token(invitation: Invitation) -> str:
    """Issue a new link token, valid until the collection closes or the response is submitted."""
    _link, token = links.make(PURPOSE, invitation, expires_at=invitation.collection.closes_at)
    return token


def build_invitation_email(invitation: Invitation, name: str, key: str, **more: str) -> OutgoingMail:
    """Build an email with a link of its own, because tokens are not stored. All links expire when the response
    is submitted.
    """
    url = settings.SITE_URL + reverse("assessments:collection:answer", args=[issue_link_token(invitation)])
    return mail.build_email(
        key,
        to=invitation.email,
        language=invitation.language,
        template=f"assessments/{name}",
        context=email_context(invitation) | {"url": url, **more},
    )


def email_context(invitation: Invitation) -> dict[str, Any]:
    """What the templates of invitations and reminders show, without the link."""
    collection = invitation.collection
    texts = collection.version.text_in(invitation.language)
    return {
        "name": invitation.name,
        "title": texts.title if texts else collection.version.instrument.title,
        "kind": collection.version.instrument.kind,
        "about": collection.subject,
        "owner": collection.version.instrument.owner.name,
        "closes": collection.closes_at.date().isoformat(),
        "confidential": collection.anonymises_responses,
        "k": collection.smallest_group,
        "site_name": settings.SITE_NAME,
    }


def recipient_groups(collection: Collection, recipients: QuerySet[Invitation]) -> list[Group]:
    """The recipients by language, for the page on which the email is sent."""
    counts = recipients.order_by("language").values_list("language").annotate(Count("pk"))
    groups = []
    for language, count in counts:
        rows = list(recipients.filter(language=language).order_by("name", "email")[:NAMES_SHOWN])
        rows[0].collection = collection
        names = [row.name or row.email for row in rows]
        groups.append(Group(language=language, count=count, names=names, context=email_context(rows[0])))
    return groups


@transaction.atomic
def change_closing_time(*, collection: Collection, closes_at: datetime, by: User) -> Collection:
    """Change the closing time of an open collection and of its links. Raises `CollectionClosedError`,
    `PastCloseError`.
    """
    collection = _open(collection)
    if closes_at <= timezone.now():
        raise PastCloseError
    collection.closes_at = closes_at
    collection.save(update_fields=["closes_at", "updated_at"])
    SignedLink.objects.filter(
        target_type=ContentType.objects.get_for_model(Invitation),
        target_id__in=collection.invitations.values("pk"),
        purpose=PURPOSE,
    ).update(expires_at=closes_at)
    audit.record(by, "collection.closing_time_changed", collection, closes_at=closes_at.isoformat())
    return collection
