"""Managing an agenda: its details, board, delegates, items and meetings."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from evaluations.agenda.errors import ItemIncompleteError, NotAffiliatedError, OpenVoteError, OtherAgendaError
from evaluations.agenda.models import AgendaDelegate, AgendaItem, AgendaPartner, BoardMeeting, ReformAgenda
from evaluations.agenda.motion_models import AgendaMotion
from participants.accounts.models import RoleAssignment, User
from participants.organisations.models import Organisation
from participants.people.models import Affiliation
from portal.access.locking import lock_for_update, update_with_revision
from portal.audit import services as audit
from portal.files import services as files
from portal.files import uploads
from portal.search import services as search

MINUTES_KINDS = ("pdf", "docx")


@transaction.atomic
def create_agenda(*, jurisdictions: Iterable[Any], by: User, **fields: Any) -> ReformAgenda:
    """Create an agenda. The secretariat is not on the board and has no vote unless it is added as a partner."""
    agenda = ReformAgenda.objects.create(**fields)
    agenda.jurisdictions.set(jurisdictions)
    audit.record(by, "agenda.created", agenda)
    search.index(agenda, title=agenda.title, body=agenda.summary)
    return agenda


@transaction.atomic
def save(
    *, agenda: ReformAgenda, revision: int, jurisdictions: Iterable[Any], by: User, **fields: Any
) -> ReformAgenda:
    """Save the details. Motions keep the majority they were proposed under. Raises StaleRevisionError."""
    changed = update_with_revision(agenda, revision=revision, **fields)
    changed.jurisdictions.set(jurisdictions)
    audit.record(by, "agenda.saved", changed)
    search.index(changed, title=changed.title, body=changed.summary)
    return changed


@transaction.atomic
def add_partner(
    *, agenda: ReformAgenda, organisation: Organisation, role: str, by: User, contribution: str = ""
) -> AgendaPartner:
    """Add an organisation to the board, or add it again. Raises OpenVoteError while a vote is open."""
    _require_no_open_vote(lock_for_update(agenda))
    partner, _made = AgendaPartner.objects.update_or_create(
        agenda=agenda,
        organisation=organisation,
        defaults={"role": role, "contribution": contribution, "left_on": None},
        create_defaults={"role": role, "contribution": contribution, "joined_on": timezone.localdate()},
    )
    audit.record(by, "agenda.partner_added", agenda, organisation=organisation.pk, role=role)
    return partner


@transaction.atomic
def remove_partner(*, partner: AgendaPartner, by: User) -> AgendaPartner:
    """Remove a partner from the board; its votes and comments remain. Raises OpenVoteError while a vote is open."""
    _require_no_open_vote(lock_for_update(partner.agenda))
    locked = lock_for_update(partner)
    if locked.left_on is None:
        locked.left_on = timezone.localdate()
        locked.save(update_fields=["left_on", "updated_at"])
        locked.delegates.filter(ended_on=None).update(ended_on=locked.left_on)
        audit.record(by, "agenda.partner_removed", locked.agenda, partner=str(locked.public_id))
    return locked


def eligible_delegates(organisation: Organisation) -> Any:
    """Accounts of people with a current post or role at the organisation."""
    today = timezone.localdate()
    serving = Affiliation.objects.filter(organisation=organisation, starts__lte=today).filter(
        Q(ends=None) | Q(ends__gte=today)
    )
    roles = RoleAssignment.objects.filter(organisation=organisation).in_force()
    return get_user_model().objects.filter(
        Q(person__in=serving.values("person")) | Q(pk__in=roles.values("user")), is_active=True
    )


@transaction.atomic
def name_delegate(*, partner: AgendaPartner, user: User, by: User) -> AgendaDelegate:
    """Let a person comment and vote for the partner. Raises NotAffiliatedError."""
    lock_for_update(partner)
    if not eligible_delegates(partner.organisation).filter(pk=user.pk).exists():
        raise NotAffiliatedError
    delegate, made = AgendaDelegate.objects.get_or_create(
        partner=partner, user=user, ended_on=None, defaults={"named_by": by}
    )
    if made:
        audit.record(
            by, "agenda.delegate_named", partner.agenda, user=user.pk, partner=str(partner.public_id)
        )
    return delegate


@transaction.atomic
def end_delegate(*, delegate: AgendaDelegate, by: User) -> AgendaDelegate:
    locked = lock_for_update(delegate)
    if locked.ended_on is None:
        locked.ended_on = timezone.localdate()
        locked.save(update_fields=["ended_on", "updated_at"])
        audit.record(by, "agenda.delegate_ended", locked.partner.agenda, user=locked.user_id)
    return locked


@transaction.atomic
def propose_item(*, agenda: ReformAgenda, by: User, **fields: Any) -> AgendaItem:
    """Add an item in state PROPOSED; only a motion can change the state. Raises OtherAgendaError."""
    lock_for_update(agenda)
    links = {name: fields.pop(name, ()) for name in ("needs", "programmes", "milestones")}
    _require_own(fields.get("owner"), agenda)
    last = agenda.items.aggregate(last=Max("number"))["last"] or 0
    item = AgendaItem.objects.create(agenda=agenda, number=last + 1, **fields)
    _set_links(item, links)
    audit.record(by, "agenda.item_proposed", agenda, item=str(item.public_id))
    search.index(item, title=item.title, body=item.description)
    return item


@transaction.atomic
def save_item(*, item: AgendaItem, revision: int, by: User, **fields: Any) -> AgendaItem:
    """Save the item's details and links, not its state. Only a motion moves the date of an agreed item.

    Raises StaleRevisionError, OtherAgendaError, ItemIncompleteError if an agreed item would lose its owner.
    """
    links: dict[str, Any] = {
        name: fields.pop(name) for name in ("needs", "programmes", "milestones") if name in fields
    }
    _require_own(fields.get("owner"), item.agenda)
    locked = lock_for_update(item)
    if locked.state == AgendaItem.State.AGREED:
        if fields.get("owner") is None:
            raise ItemIncompleteError
        fields["due_on"] = locked.due_on
    changed = update_with_revision(locked, revision=revision, **fields)
    _set_links(changed, links)
    audit.record(by, "agenda.item_saved", changed.agenda, item=str(changed.public_id))
    search.index(changed, title=changed.title, body=changed.description)
    return changed


@transaction.atomic
def call_meeting(*, agenda: ReformAgenda, by: User, **fields: Any) -> BoardMeeting:
    lock_for_update(agenda)
    last = agenda.meetings.aggregate(last=Max("number"))["last"] or 0
    meeting = BoardMeeting.objects.create(agenda=agenda, number=last + 1, **fields)
    audit.record(by, "agenda.meeting_scheduled", agenda, meeting=meeting.number)
    return meeting


@transaction.atomic
def save_meeting(*, meeting: BoardMeeting, revision: int, by: User, **fields: Any) -> BoardMeeting:
    changed = update_with_revision(meeting, revision=revision, **fields)
    audit.record(by, "agenda.meeting_saved", changed.agenda, meeting=changed.number)
    return changed


@transaction.atomic
def cancel_meeting(*, meeting: BoardMeeting, by: User) -> BoardMeeting:
    """Mark the meeting as cancelled; the calendar file shows it."""
    locked = lock_for_update(meeting)
    if locked.cancelled_on is None:
        locked = update_with_revision(locked, revision=locked.revision, cancelled_on=timezone.localdate())
        audit.record(by, "agenda.meeting_cancelled", locked.agenda, meeting=locked.number)
    return locked


@transaction.atomic
def save_minutes(
    *, meeting: BoardMeeting, upload: File, by: User, minutes_public: bool = False
) -> BoardMeeting:
    """Store the minutes. A new file replaces the last one, which remains stored. Raises UploadRejected."""
    uploads.check(upload, kinds=MINUTES_KINDS)
    locked = lock_for_update(meeting)
    stored = files.store(upload, name=str(upload.name), owner=locked, by=by)
    changed = update_with_revision(
        locked, revision=locked.revision, minutes=stored, minutes_public=minutes_public
    )
    audit.record(by, "agenda.minutes_stored", changed.agenda, meeting=changed.number, public=minutes_public)
    return changed


def _require_own(partner: AgendaPartner | None, agenda: ReformAgenda) -> None:
    if partner is not None and (partner.agenda_id != agenda.pk or partner.left_on is not None):
        raise OtherAgendaError


def _require_no_open_vote(agenda: ReformAgenda) -> None:
    """Partners with a vote are counted at the end of a vote, so the board must not change while one is open."""
    if AgendaMotion.objects.filter(agenda=agenda, outcome=None).exists():
        raise OpenVoteError


def _set_links(item: AgendaItem, links: dict[str, Any]) -> None:
    for name, rows in links.items():
        getattr(item, name).set(rows)
