"""Set up a panel and run its rounds. Voting is in votes.py, emails are in emails.py."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from assessments.consensus import agreement, emails
from assessments.consensus.errors import (
    NothingToVoteOnError,
    NotReadyError,
    PanelClosedError,
    PanelRunsError,
    RoundClosedError,
)
from assessments.consensus.models import (
    ConsensusItem,
    ConsensusPanel,
    ConsensusRound,
    ItemOutcome,
    Panelist,
    RoundItem,
    RoundParticipation,
    Vote,
)
from assessments.consensus.queries import last_outcomes, links_of
from assessments.consensus.votes import rewrite_votes_shuffled
from assessments.needs.models import NeedsAssessment
from participants.accounts.models import User
from portal.access.locking import lock_for_update, update_with_revision
from portal.access.users import Actor
from portal.audit import services as audit
from portal.jobs.models import Job
from portal.languages.numbers import interpolate
from portal.search import services as search

State = ConsensusPanel.State
MIN_PANELISTS = agreement.K
THRESHOLDS = ("min_median", "max_iqr", "max_median_change", "max_rounds")


@transaction.atomic
def create_panel(*, assessment: NeedsAssessment, by: User, **fields: Any) -> ConsensusPanel:
    panel = ConsensusPanel.objects.create(assessment=assessment, **fields)
    search.index(panel, title=panel.title, body=panel.introduction)
    audit.record(by, "panel.created", panel)
    return panel


@transaction.atomic
def save_panel(*, panel: ConsensusPanel, revision: int, by: User, **fields: Any) -> ConsensusPanel:
    """Raises `StaleRevisionError`, and `PanelRunsError` when a threshold would change after the first round
    began.
    """
    locked = lock_for_update(panel)
    moved = [name for name in THRESHOLDS if name in fields and fields[name] != getattr(locked, name)]
    if moved and locked.state != State.DRAFT:
        raise PanelRunsError
    saved = update_with_revision(panel, revision=revision, **fields)
    search.index(saved, title=saved.title, body=saved.introduction)
    audit.record(by, "panel.saved", saved)
    return saved


@transaction.atomic
def set_items(
    *, panel: ConsensusPanel, competencies: Sequence[Competency], statements: Sequence[str], by: User
) -> None:
    """Set what is voted on, competencies first. Raises `PanelRunsError`."""
    panel = _draft(panel)
    panel.items.all().delete()
    ordered = sorted(competencies, key=lambda competency: (competency.position, competency.code))
    items = [ConsensusItem(panel=panel, competency=competency) for competency in ordered]
    items += [ConsensusItem(panel=panel, statement=sentence) for sentence in dict.fromkeys(statements)]
    for position, item in enumerate(items):
        item.position = position
    ConsensusItem.objects.bulk_create(items)
    audit.record(by, "panel.items_set", panel, items=len(items))


@transaction.atomic
def add_panelists(*, panel: ConsensusPanel, people: Sequence[Panelist], by: User) -> tuple[int, list[str]]:
    """Add panelists, also between rounds; returns how many were added, and the addresses that were on the panel
    already.
    """
    panel = lock_for_update(panel)
    if panel.state == State.CLOSED:
        raise PanelClosedError
    existing = {email.casefold() for email in panel.panelists.values_list("email", flat=True)}
    new: dict[str, Panelist] = {}
    again = []
    for person in people:
        folded = person.email.casefold()
        if folded in existing or folded in new:
            again.append(person.email)
            continue
        person.panel = panel
        new[folded] = person
    Panelist.objects.bulk_create(new.values())
    if new:
        audit.record(by, "panelists.added", panel, people=len(new))
    return len(new), again


@transaction.atomic
def remove_panelists(*, panel: ConsensusPanel, ids: Sequence[str], by: User) -> int:
    """Remove panelists who have not been invited to a round; others stay, so that the counts stay correct."""
    panel = lock_for_update(panel)
    rows = panel.panelists.filter(public_id__in=ids, participations=None)
    removed = len(rows)
    Panelist.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if removed:
        audit.record(by, "panelists.removed", panel, people=removed)
    return removed


def missing_for_round(panel: ConsensusPanel) -> list[str]:
    """What is missing before the next round can open, as sentences."""
    checks = [
        (panel.items.exists(), _("Select the items to vote on.")),
        (
            panel.panelists.count() >= MIN_PANELISTS,
            interpolate(
                _("Add at least %(n)s panellists. Results are not shown for fewer than %(k)s votes."),
                n=MIN_PANELISTS,
                k=agreement.K,
            ),
        ),
    ]
    return [str(sentence) for is_met, sentence in checks if not is_met]


@transaction.atomic
def open_round(
    *, panel: ConsensusPanel, closes_at: datetime, by: User, remind_at: datetime | None = None
) -> tuple[ConsensusRound, Job | None]:
    """Open the first round with every item, or a later one with those that lack consensus; email all panelists.

    At `remind_at` a scheduled task reminds those who have not finished (`emails.remind_due`). Raises
    `NotReadyError`, `NothingToVoteOnError`.
    """
    panel = lock_for_update(panel)
    missing = missing_for_round(panel)
    if missing:
        raise NotReadyError(" ".join(missing))
    if closes_at <= timezone.now():
        raise NotReadyError(_("Enter a closing time in the future."), field="closes_at")
    if remind_at is not None and not timezone.now() < remind_at < closes_at:
        raise NotReadyError(
            _("Enter a reminder time in the future, before the round closes."), field="remind_at"
        )
    number = (panel.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    if panel.rounds.filter(closed_at=None).exists():
        raise NotReadyError(_("This panel already has an open round."))
    items = _items_for(panel, number)
    if panel.state == State.CLOSED or not items:
        raise NothingToVoteOnError
    round_ = ConsensusRound.objects.create(
        panel=panel, number=number, closes_at=closes_at, remind_at=remind_at
    )
    RoundItem.objects.bulk_create(RoundItem(round=round_, item=item) for item in items)
    RoundParticipation.objects.bulk_create(
        RoundParticipation(round=round_, panelist=person) for person in panel.panelists.all()
    )
    panel.state = State.OPEN
    panel.save(update_fields=["state", "updated_at"])
    audit.record(by, "round.opened", panel, round=number, items=len(items))
    return round_, emails.invite(round_=round_, by=by)


def _items_for(panel: ConsensusPanel, number: int) -> list[ConsensusItem]:
    items = list(panel.items.all())
    if number == 1:
        return items
    outcomes = last_outcomes(panel)
    return [item for item in items if item.pk in outcomes and outcomes[item.pk].needs_another_round]


@transaction.atomic
def close_round(*, round_: ConsensusRound, by: Actor) -> ConsensusRound:
    """Stop voting and freeze each item's outcome. Raises `RoundClosedError` when someone else closed it first."""
    panel = ConsensusPanel.objects.select_for_update(of=("self",)).get(pk=round_.panel_id)
    round_ = ConsensusRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if round_.closed_at is not None:
        raise RoundClosedError
    rewrite_votes_shuffled(round_)
    outcomes = _outcomes(panel, round_)
    ItemOutcome.objects.bulk_create(outcomes)
    now = timezone.now()
    round_.closed_at = now
    round_.save(update_fields=["closed_at", "updated_at"])
    links_of(round_).filter(used_up_at=None).update(used_up_at=now)
    needs_another_round = sum(1 for outcome in outcomes if outcome.needs_another_round)
    if not needs_another_round or round_.number >= panel.max_rounds:
        panel.state = State.CLOSED
        panel.save(update_fields=["state", "updated_at"])
    audit.record(by, "round.closed", panel, round=round_.number, without_consensus=needs_another_round)
    return round_


def _outcomes(panel: ConsensusPanel, round_: ConsensusRound) -> list[ItemOutcome]:
    before = last_outcomes(panel)
    numbers: dict[int, list[int]] = {}
    for item, number in Vote.objects.filter(round_item__round=round_).values_list("round_item", "number"):
        if number is not None:
            numbers.setdefault(item, []).append(number)
    outcomes = []
    for round_item in round_.round_items.all():
        earlier = before.get(round_item.item_id)
        outcome = agreement.evaluate_votes(
            numbers.get(round_item.pk, []),
            panel.thresholds,
            median_before=earlier.median if earlier else None,
        )
        outcomes.append(
            ItemOutcome(
                round_item=round_item,
                result=outcome.result,
                n=outcome.n,
                median=outcome.median,
                q1=outcome.q1,
                q3=outcome.q3,
                iqr=outcome.iqr,
                agree_share=outcome.agree_share,
                change=outcome.change,
                counts=list(outcome.counts),
            )
        )
    return outcomes


def close_due() -> int:
    """Close every round whose time is over; concurrent runs close each once. Returns how many."""
    closed = 0
    for round_ in ConsensusRound.objects.filter(closed_at=None, closes_at__lte=timezone.now()):
        try:
            close_round(round_=round_, by=None)
        except RoundClosedError:  # a concurrent run was first
            continue
        closed += 1
    return closed


def _draft(panel: ConsensusPanel) -> ConsensusPanel:
    panel = lock_for_update(panel)
    if panel.state != State.DRAFT:
        raise PanelRunsError
    return panel
