"""Delegation: an invited person names a colleague, who replaces them on the respondent list."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.collection import invitations
from assessments.collection.errors import DelegationNotAllowedError, TooManyDelegationsError
from assessments.collection.models import Collection, Invitation, Response
from assessments.collection.queries import links_of
from assessments.collection.services import require_open
from assessments.instruments.models import Instrument
from portal.audit import services as audit
from portal.links.services import LinkClosedError
from portal.mail import services as mail

STEPS = 2
State = Invitation.State


def steps_of(invitation: Invitation) -> int:
    """How often the invitation was delegated before it reached this person, in at most `STEPS` queries."""
    steps, earlier = 0, invitation.delegated_from
    while earlier is not None and steps < STEPS:
        steps, earlier = steps + 1, earlier.delegated_from
    return steps


def is_for_colleagues(collection: Collection) -> bool:
    """Needs assessments can be delegated, because a colleague may know more. Course surveys cannot: only
    participants can judge.
    """
    return collection.version.instrument.kind == Instrument.Kind.NEEDS


def may_pass_on(invitation: Invitation) -> bool:
    """Respondents from an open link have no invitation to delegate."""
    return (
        bool(invitation.email) and is_for_colleagues(invitation.collection) and steps_of(invitation) < STEPS
    )


@transaction.atomic
def delegate(*, invitation: Invitation, name: str, email: str, language: str) -> Invitation:
    """Replace the person by a colleague and email the colleague. The person's links expire and their draft is
    deleted.

    Raises `LinkClosedError("used")`, `CollectionClosedError`, `DelegationNotAllowedError`,
    `TooManyDelegationsError`.
    """
    # Lock the collection to lock its respondent list: two people may name the same colleague at once.
    rows = Collection.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "version__instrument"
    )
    collection = rows.get(pk=invitation.collection_id)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.state in (State.COMPLETE, State.SCREENED_OUT, State.DELEGATED):
        raise LinkClosedError("used")
    require_open(collection)
    if not invitation.email or not is_for_colleagues(collection):
        raise DelegationNotAllowedError
    invitation.collection = collection
    if not may_pass_on(invitation):
        raise TooManyDelegationsError
    if language not in collection.languages:
        language = invitation.language
    colleague = _add(invitation, name=name, email=email, language=language)
    Response.objects.filter(invitation=invitation, submitted_at=None).delete()
    links_of(invitation).filter(used_up_at=None).update(used_up_at=timezone.now())
    invitation.state = State.DELEGATED
    invitation.save(update_fields=["state", "updated_at"])
    audit.record(None, "invitation.delegated", collection)
    colleague.collection = collection
    key = f"needs-invite:{colleague.public_id}"
    mail.queue_all(
        [invitations.build_invitation_email(colleague, "delegation", key, passed_on_by=invitation.name)]
    )
    return colleague


def _add(invitation: Invitation, *, name: str, email: str, language: str) -> Invitation:
    try:
        with transaction.atomic():
            return Invitation.objects.create(
                collection_id=invitation.collection_id,
                group_code=invitation.group_code,
                jurisdiction_id=invitation.jurisdiction_id,
                court_level=invitation.court_level,
                email=email,
                name=name,
                language=language,
                invited_at=timezone.now(),
                delegated_from=invitation,
            )
    except IntegrityError as error:
        raise DelegationNotAllowedError from error
