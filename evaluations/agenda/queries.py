"""Queries for agenda pages. The board sees everything, the public only what the board does not keep internal."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from evaluations.agenda.comment_models import AgendaComment
from evaluations.agenda.models import AgendaDelegate, AgendaItem, AgendaPartner, ReformAgenda
from evaluations.agenda.motion_models import AgendaMotion, AgendaVote
from evaluations.results.models import Milestone
from evaluations.results.queries import states_of
from participants.accounts.models import User
from portal.access.users import AnyUser

REACHED = ("achieved",)


@dataclass
class ItemRow:
    """An agenda item with the number of its milestones, those reached, and comments that the reader may read.

    `item` is annotated with `need_count` and `programme_count`.
    """

    item: Any
    milestones: int
    reached: int
    comments: int
    is_late: bool
    milestone_states: tuple[str, ...] = ()


@dataclass
class VisibleAgenda:
    """What a reader may see of an agenda. `shows_votes`: whether they may see how each partner voted."""

    agenda: Any
    is_board: bool
    items: list[ItemRow] = field(default_factory=list)
    partners: list[Any] = field(default_factory=list)
    motions: list[AgendaMotion] = field(default_factory=list)
    comments: list[AgendaComment] = field(default_factory=list)
    meetings: list[Any] = field(default_factory=list)

    @property
    def shows_votes(self) -> bool:
        return self.is_board or self.agenda.publicity == AgendaMotion.Effect.PUBLISH_VOTES

    @property
    def states(self) -> Counter[str]:
        return Counter(row.item.state for row in self.items)

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.items)

    @property
    def voting_partners(self) -> int:
        return sum(partner.has_vote for partner in self.partners)

    def shown_meetings(self, now: datetime) -> list[Any]:
        """All meetings for the board; for the public, meetings open to it and past ones."""
        return [
            meeting for meeting in self.meetings if self.is_board or meeting.is_public or meeting.ends < now
        ]

    @property
    def answered_comments(self) -> int:
        return sum(bool(comment.shown_replies) for comment in self.comments)  # type: ignore[attr-defined]


def visible_agenda(agenda: Any, *, is_board: bool, today: date) -> VisibleAgenda:
    """Load the agenda for one reader. The number of queries does not grow with items, partners, votes and comments."""
    comments = comments_of(agenda, is_board=is_board)
    visible = VisibleAgenda(agenda, is_board)
    visible.items = _items(agenda, comments, is_board=is_board, today=today)
    shown = AgendaItem.objects.all() if is_board else AgendaItem.objects.filter(is_internal=False)
    current = AgendaDelegate.objects.filter(ended_on=None).select_related("user__person")
    visible.partners = list(
        agenda.partners.filter(left_on=None)
        .select_related("organisation")
        .prefetch_related(
            Prefetch("items", shown, to_attr="shown_items"),
            Prefetch("delegates", current, to_attr="current_delegates"),
        )
    )
    votes = AgendaVote.objects.select_related("partner__organisation")
    motions = agenda.motions.select_related("item", "meeting", "outcome", "outcome__closed_by")
    if not is_board:  # open votes and motions on internal items are visible to the board only
        motions = motions.filter(outcome__isnull=False).exclude(item__is_internal=True)
    visible.motions = list(motions.prefetch_related(Prefetch("votes", votes)))
    visible.comments = comments
    visible.meetings = list(agenda.meetings.select_related("minutes"))
    return visible


def comments_of(agenda: Any, *, is_board: bool) -> list[Any]:
    """Top-level comments, newest first, each with `shown_replies`."""
    rows = AgendaComment.objects.filter(agenda=agenda).approved()
    rows = rows.select_related("partner__organisation", "item", "author__person")
    if not is_board:
        rows = rows.filter(for_public=True, hidden_reason="").exclude(item__is_internal=True)
    replies = rows.filter(parent__isnull=False)
    return list(
        rows.filter(parent=None).order_by("-id").prefetch_related(
            Prefetch("replies", replies, to_attr="shown_replies")
        )
    )  # fmt: skip


def pending_comments_of(agenda: Any) -> QuerySet[AgendaComment]:
    """Public comments that have not been approved or rejected, oldest first."""
    return agenda.comments.pending().select_related("item").order_by("id")


def rejected_comments(agenda: Any) -> QuerySet[AgendaComment]:
    rows = agenda.comments.filter(state=AgendaComment.State.REJECTED)
    return rows.select_related("item", "moderated_by__person").order_by("-moderated_at")


def _items(agenda: Any, comments: list[Any], *, is_board: bool, today: date) -> list[ItemRow]:
    rows = agenda.items.select_related("owner__organisation").annotate(
        need_count=Count("needs", distinct=True), programme_count=Count("programmes", distinct=True)
    )
    if not is_board:
        rows = rows.filter(is_internal=False)
    items = list(rows)
    link_rows = AgendaItem.milestones.through.objects.filter(agendaitem__in=[item.pk for item in items])
    links: dict[int, list[int]] = {}
    for item_id, milestone_id in link_rows.values_list("agendaitem", "milestone"):
        links.setdefault(item_id, []).append(milestone_id)
    ids = {pk for keys in links.values() for pk in keys}
    milestones = list(Milestone.objects.filter(pk__in=ids).with_facts()) if ids else []
    states = states_of(milestones, today=today)
    comment_counts = Counter(comment.item_id for comment in comments)
    return [
        ItemRow(
            item,
            len(links.get(item.pk, ())),
            sum(states.get(pk) in REACHED for pk in links.get(item.pk, ())),
            comment_counts[item.pk],
            is_late(item, today),
            tuple(str(states.get(pk, "")) for pk in sorted(links.get(item.pk, ()))),
        )
        for item in items
    ]


def is_late(item: AgendaItem, today: date) -> bool:
    """Whether the item is agreed and past its due date."""
    return item.state == AgendaItem.State.AGREED and item.due_on is not None and item.due_on < today


def votes_to_cast(user: User) -> QuerySet[AgendaMotion]:
    """Open motions on which a partner that the person represents has not voted yet."""
    seats = AgendaPartner.objects.filter(
        left_on=None, delegates__user=user, delegates__ended_on=None
    ).exclude(role=AgendaPartner.Role.OBSERVER)
    cast = AgendaVote.objects.filter(partner__in=seats.values("pk"))
    return (
        AgendaMotion.objects.filter(
            outcome=None, closes_at__gt=timezone.now(), agenda__in=seats.values("agenda")
        )
        .exclude(Q(pk__in=cast.values("motion")))
        .select_related("agenda")
        .order_by("closes_at")
    )


def agendas_for(user: AnyUser) -> QuerySet[ReformAgenda]:
    """Rows of the agenda list with item counts. Internal items count for the board only."""
    own = ReformAgenda.objects.of_board(user).values("pk")
    counted = Q(items__is_internal=False) | Q(pk__in=own)
    return (
        ReformAgenda.objects.visible_to(user)
        .select_related("secretariat")
        .prefetch_related("jurisdictions")
        .annotate(
            item_count=Count("items", filter=counted, distinct=True),
            done=Count("items", filter=counted & Q(items__state=AgendaItem.State.DONE), distinct=True),
        )
    )
