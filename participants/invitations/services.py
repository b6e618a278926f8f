"""Inviting, resending, withdrawing and accepting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from participants.accounts import services as accounts
from participants.accounts.models import User
from participants.invitations.errors import AccountExistsError, ClosedError, OtherAccountError
from participants.invitations.lines import Person
from participants.invitations.models import AccountInvitation
from participants.organisations.models import Jurisdiction, Organisation
from participants.people import services as people_services
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from portal.links import services as links
from portal.links.models import SignedLink
from portal.mail import services as mail
from portal.mail.models import OutgoingMail

PURPOSE = "account.invitation"
VALID_FOR = timedelta(days=30)
PREVIEW = "preview"  # stands in the preview of the email; no link has this token


@dataclass(frozen=True)
class Grant:
    """The role that the invitation gives, and its scope."""

    role: str
    organisation: Organisation | None = None
    jurisdiction: Jurisdiction | None = None
    ends: date | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "role": self.role, "organisation": self.organisation, "jurisdiction": self.jurisdiction, "ends": self.ends
        }  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What happens to each person of a list: an email, a role for the account that they have, or nothing."""

    to_invite: list[Person]
    with_account: list[Person]
    invited_before: list[Person]


def plan(people: Sequence[Person], grant: Grant) -> Plan:
    """Nothing is changed; three groups in the order of the list."""
    folded = [person.email.casefold() for person in people]
    accounts_of = set(
        User.objects.annotate(folded=Lower("email"))
        .filter(folded__in=folded)
        .values_list("folded", flat=True)
    )
    invited = set(
        AccountInvitation.objects.open()
        .annotate(folded=Lower("email"))
        .filter(
            folded__in=folded,
            role=grant.role,
            organisation=grant.organisation,
            jurisdiction=grant.jurisdiction,
        )
        .values_list("folded", flat=True)
    )
    with_account = [person for person in people if person.email.casefold() in accounts_of]
    others = [person for person in people if person.email.casefold() not in accounts_of]
    return Plan(
        to_invite=[person for person in others if person.email.casefold() not in invited],
        with_account=with_account,
        invited_before=[person for person in others if person.email.casefold() in invited],
    )


@transaction.atomic
def invite(*, people: Sequence[Person], grant: Grant, language: str, by: User) -> tuple[int, int]:
    """Email new people and give the role to accounts that lack it. Returns the numbers of both.

    Repeating it, or doing it at the same time as somebody else, emails nobody twice and gives no role twice.
    """
    groups = plan(people, grant)
    expires_at = timezone.now() + VALID_FOR
    rows = AccountInvitation.objects.bulk_create(
        [
            AccountInvitation(
                email=person.email, name=person.name, language=language, role=grant.role,
                organisation=grant.organisation, jurisdiction=grant.jurisdiction, role_ends=grant.ends,
                invited_by=by, expires_at=expires_at,
            )
            for person in groups.to_invite
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    # Rows that a concurrent invitation created first were skipped and have no email of this one.
    created = list(
        AccountInvitation.objects.filter(public_id__in=[row.public_id for row in rows]).select_related(
            "invited_by__person", "organisation", "jurisdiction"
        )
    )
    mail.queue_all([_email(invitation, by=by) for invitation in created])
    granted = sum(_grant_to(person, grant, by=by) for person in groups.with_account)
    if created:
        audit.record(by, "account.invited", created[0], people=len(created), role=grant.role)
    return len(created), granted


def preview(grant: Grant, *, language: str, name: str, by: User) -> OutgoingMail:
    """An email as it will be sent, with a link that does not work; nothing is stored."""
    sample = AccountInvitation(
        email="", name=name, language=language, role=grant.role, organisation=grant.organisation,
        jurisdiction=grant.jurisdiction, invited_by=by, expires_at=timezone.now() + VALID_FOR,
    )  # fmt: skip
    return _draft(sample, key="preview", token=PREVIEW, by=by)


@transaction.atomic
def resend(*, invitation: AccountInvitation, by: User) -> AccountInvitation:
    """Send the invitation again with a new link; earlier links stop working. Raises ClosedError."""
    locked = lock_for_update(invitation)
    if locked.state in ("accepted", "withdrawn"):
        raise ClosedError(locked.state)
    _links_of(locked).update(revoked_at=timezone.now())
    locked.expires_at = timezone.now() + VALID_FOR
    locked.save(update_fields=["expires_at", "updated_at"])
    mail.queue_all([_email(locked, by=by)])
    audit.record(by, "account.invitation_resent", locked)
    return locked


@transaction.atomic
def withdraw(*, invitation: AccountInvitation, by: User) -> AccountInvitation:
    """Withdraw an invitation; its links stop working. Repeating it changes nothing. Raises ClosedError."""
    locked = lock_for_update(invitation)
    if locked.accepted_at:
        raise ClosedError("accepted")
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at", "updated_at"])
        _links_of(locked).update(revoked_at=timezone.now())
        audit.record(by, "account.invitation_withdrawn", locked)
    return locked


def find(token: str) -> AccountInvitation:
    """The invitation of a link. Raises LinkClosedError, ClosedError."""
    link = links.resolve(token, PURPOSE)
    invitation = AccountInvitation.objects.get(pk=link.target_id)
    if invitation.state != "sent":
        raise ClosedError(invitation.state)
    return invitation


@transaction.atomic
def open_account(
    *,
    invitation: AccountInvitation,
    full_name: str,
    password: str,
    language: str,
    timezone_name: str,
    jurisdiction: Jurisdiction | None,
    organisation: Organisation | None = None,
) -> User:
    """Create the account with a confirmed address, its person and its role. Raises ClosedError, AccountExistsError."""
    locked = _lock_open(invitation)
    if User.objects.filter(email__iexact=locked.email).exists():
        raise AccountExistsError
    try:
        with transaction.atomic():
            user = User.objects.create_user(locked.email, password, language=language, timezone=timezone_name)
    except IntegrityError as error:  # signed up at the same moment
        raise AccountExistsError from error
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    person = people_services.claim_person(user=user, full_name=full_name)
    person.jurisdiction = jurisdiction or (organisation and organisation.jurisdiction) or person.jurisdiction
    person.save(update_fields=["jurisdiction", "updated_at"])
    if (
        organisation is not None
        and not person.affiliations.in_force().filter(organisation=organisation).exists()
    ):
        person.affiliations.create(
            organisation=organisation, function=person.function, starts=timezone.localdate()
        )
    _accept(locked, user)
    return user


@transaction.atomic
def accept(*, invitation: AccountInvitation, by: User) -> None:
    """Give the role to the person who is signed in. Raises ClosedError, OtherAccountError."""
    locked = _lock_open(invitation)
    if locked.email.casefold() != by.email.casefold():
        raise OtherAccountError
    _accept(locked, by)


def _lock_open(invitation: AccountInvitation) -> AccountInvitation:
    locked = lock_for_update(invitation)
    if locked.state != "sent":
        raise ClosedError(locked.state)
    return locked


def _accept(invitation: AccountInvitation, user: User) -> None:
    grant = Grant(invitation.role, invitation.organisation, invitation.jurisdiction, invitation.role_ends)
    _give_role(user, grant, by=invitation.invited_by)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
    _links_of(invitation).update(used_up_at=invitation.accepted_at)
    audit.record(user, "account.invitation_accepted", invitation)


def _grant_to(person: Person, grant: Grant, *, by: User) -> bool:
    return _give_role(User.objects.get(email__iexact=person.email), grant, by=by)


def _give_role(user: User, grant: Grant, *, by: User) -> bool:
    """Whether the role is new; a constraint refuses one that the person has already in this scope."""
    try:
        with transaction.atomic():
            accounts.grant_role(user=user, by=by, **grant.fields)
    except IntegrityError:
        return False
    return True


def _links_of(invitation: AccountInvitation) -> QuerySet[SignedLink]:
    """The links that still work."""
    return SignedLink.objects.filter(
        target_type=ContentType.objects.get_for_model(AccountInvitation),
        target_id=invitation.pk,
        purpose=PURPOSE,
    ).usable()


def _email(invitation: AccountInvitation, *, by: User) -> OutgoingMail:
    link, token = links.make(PURPOSE, invitation, expires_at=invitation.expires_at, by=by)
    return _draft(invitation, token=token, key=f"account-invite:{invitation.public_id}:{link.pk}", by=by)


def _draft(invitation: AccountInvitation, *, token: str, key: str, by: User) -> OutgoingMail:
    with override(invitation.language):
        role = str(invitation.get_role_display())
        scope = str(invitation.organisation or invitation.jurisdiction or "")
    return mail.build_email(
        key,
        to=invitation.email,
        language=invitation.language,
        template="participants/invitation",
        context={
            "name": invitation.name,
            "inviter": by.name,
            "role": role,
            "scope": scope,
            "expires": invitation.expires_at.date().isoformat(),
            "url": settings.SITE_URL + reverse("participants:invitations:accept", args=[token]),
            "site_name": settings.SITE_NAME,
        },
    )
