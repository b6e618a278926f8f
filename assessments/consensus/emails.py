"""Emails of a round: one invitation and at most one reminder per panelist, each with a link of its own."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from assessments.consensus.errors import RoundClosedError
from assessments.consensus.models import ConsensusRound, RoundParticipation
from assessments.consensus.queries import PURPOSE
from participants.accounts.models import User
from portal.access.users import Actor
from portal.audit import services as audit
from portal.jobs import services as jobs
from portal.jobs.models import Job
from portal.links import services as links
from portal.mail import services as mail
from portal.mail.models import OutgoingMail

INVITE, REMIND = "consensus.invite", "consensus.remind"
AT_ONCE = 50


def invite(*, round_: ConsensusRound, by: Actor) -> Job | None:
    """Email every panelist of the round: up to 50 immediately, more in a job. Call in the opening's transaction."""
    if round_.participations.count() > AT_ONCE:
        return jobs.start(INVITE, key=str(round_.public_id), by=by, target=round_)
    send_invitations(round_)
    return None


@transaction.atomic
def remind(*, round_: ConsensusRound, by: User) -> tuple[int, Job | None]:
    """Remind panelists who have not finished and had no reminder. Raises `RoundClosedError`."""
    if not round_.is_open:
        raise RoundClosedError
    recipients = to_remind(round_).count()
    if recipients > AT_ONCE:
        return recipients, jobs.start(REMIND, key=str(round_.public_id), by=by, target=round_)
    send_reminders(round_)
    audit.record(by, "round.reminded", round_.panel, round=round_.number, people=recipients)
    return recipients, None


def remind_due() -> int:
    """Send the reminders that are due. Concurrent or resumed runs send no email twice. Returns the number of
    people.
    """
    due = ConsensusRound.objects.filter(
        closed_at=None, closes_at__gt=timezone.now(), remind_at__lte=timezone.now(), reminder_done_at=None
    )
    return sum(_remind_as_planned(round_) for round_ in due.select_related("panel"))


def _remind_as_planned(round_: ConsensusRound) -> int:
    """The round is marked last: an interrupted run is resumed and skips people who have the email."""
    recipients = to_remind(round_).count()
    if recipients <= AT_ONCE:
        try:
            recipients = send_reminders(round_)
        except RoundClosedError:  # it closed between two batches
            return 0
    with transaction.atomic():
        planned = ConsensusRound.objects.filter(pk=round_.pk, reminder_done_at=None)
        if not planned.update(reminder_done_at=timezone.now()):
            return 0  # a concurrent run was first
        if recipients > AT_ONCE:  # from here on the job records the progress
            jobs.start(REMIND, key=str(round_.public_id), by=None, target=round_)
        audit.record(None, "round.reminded", round_.panel, round=round_.number, people=recipients)
    return recipients


def to_remind(round_: ConsensusRound) -> QuerySet[RoundParticipation]:
    return round_.participations.filter(is_finished=False, reminded_at=None).exclude(invited_at=None)


def send_invitations(round_: ConsensusRound, on_progress: mail.ProgressCallback | None = None) -> int:
    """Send in batches. It can be interrupted anywhere and called again."""
    return _send(
        round_,
        round_.participations.filter(invited_at=None),
        "invited_at",
        "consensus_invitation",
        on_progress,
    )


def send_reminders(round_: ConsensusRound, on_progress: mail.ProgressCallback | None = None) -> int:
    return _send(round_, to_remind(round_), "reminded_at", "consensus_reminder", on_progress)


def _send(
    round_: ConsensusRound,
    recipients: QuerySet[RoundParticipation],
    mark: str,
    template: str,
    on_progress: mail.ProgressCallback | None,
) -> int:
    def build(batch: Sequence[RoundParticipation]) -> list[OutgoingMail]:
        if not ConsensusRound.objects.get(pk=round_.pk).is_open:
            raise RoundClosedError
        for participation in batch:
            setattr(participation, mark, timezone.now())
        RoundParticipation.objects.bulk_update(batch, [mark])
        return [_email(participation, round_, template) for participation in batch]

    return mail.send_in_batches(recipients.select_related("panelist"), build, on_progress)


def issue_link_token(participation: RoundParticipation, round_: ConsensusRound) -> str:
    """Issue a new link token for the participation, valid until its round closes."""
    _link, token = links.make(PURPOSE, participation, expires_at=round_.closes_at)
    return token


def _email(participation: RoundParticipation, round_: ConsensusRound, template: str) -> OutgoingMail:
    panel, person = round_.panel, participation.panelist
    token = issue_link_token(participation, round_)
    return mail.build_email(
        f"{template}:{participation.public_id}",
        to=person.email,
        language=person.language,
        template=f"assessments/{template}",
        context={
            "name": person.name,
            "title": panel.title,
            "owner": panel.assessment.owner.name,
            "round": round_.number,
            "closes": round_.closes_at.date().isoformat(),
            "url": settings.SITE_URL + reverse("assessments:consensus:vote", args=[token]),
            "site_name": settings.SITE_NAME,
        },
    )
