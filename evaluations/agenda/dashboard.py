"""Action items about agendas: votes, public comments, counts, minutes and overdue agenda items."""

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.agenda import queries
from evaluations.agenda.comment_models import AgendaComment
from evaluations.agenda.models import AgendaDelegate, AgendaItem, BoardMeeting, ReformAgenda
from evaluations.agenda.motion_models import AgendaMotion
from participants.accounts.models import User
from participants.accounts.queries import is_coordinator
from portal.dashboard.action_items import ActionItemQuery, item_builder
from portal.languages.numbers import interpolate


def action_items(user: User) -> list[ActionItemQuery]:
    """Return the queries for delegates (votes, items, public comments) and for the secretariat (counts and minutes
    too).
    """
    items = [_votes(user), _comments(user), _overdue_items(user)]
    if is_coordinator(user):
        items += [_counts(user), _minutes(user)]
    return items


def _managed(user: User) -> QuerySet[ReformAgenda]:
    return ReformAgenda.objects.managed_by(user).order_by()


def _representations(user: User) -> QuerySet[AgendaDelegate]:
    return AgendaDelegate.objects.filter(user=user, ended_on=None, partner__left_on=None).order_by()


def _votes(user: User) -> ActionItemQuery:
    return ActionItemQuery(
        queries.votes_to_cast(user),
        what="title",
        about=F("agenda__title"),
        due=F("closes_at"),
        build=item_builder(
            lambda motion: interpolate(_("Vote: %(motion)s"), motion=motion),
            page="evaluations:agenda:motion",
            action_label=_("View motion"),
        ),
    )


def _comments(user: User) -> ActionItemQuery:
    """Agendas with public comments that the board or the secretariat has to review."""
    pending = Count("comments", filter=Q(comments__state=AgendaComment.State.PENDING))
    rows = ReformAgenda.objects.filter(
        Q(pk__in=_representations(user).values("partner__agenda")) | Q(pk__in=_managed(user).values("pk"))
    )
    return ActionItemQuery(
        rows.annotate(unread=pending).filter(unread__gt=0).order_by("pk"),
        what="unread",
        about=F("title"),
        build=item_builder(
            _unread, page="evaluations:agenda:pending_comments", action_label=_("Review comments")
        ),
    )


def _unread(number: str) -> str:
    n = int(number)
    return interpolate(ngettext("%(n)s public comment to review", "%(n)s public comments to review", n), n=n)


def _overdue_items(user: User) -> ActionItemQuery:
    own = Q(owner__in=_representations(user).values("partner")) | Q(agenda__in=_managed(user).values("pk"))
    rows = AgendaItem.objects.filter(own, state=AgendaItem.State.AGREED, due_on__lt=timezone.localdate())
    return ActionItemQuery(
        rows.order_by("due_on", "pk"),
        what="title",
        about=F("agenda__title"),
        due=F("due_on"),
        build=item_builder(
            str,
            page="evaluations:agenda:item",
            action_label=_("View agenda item"),
        ),
    )


def _counts(user: User) -> ActionItemQuery:
    rows = AgendaMotion.objects.filter(
        agenda__in=_managed(user).values("pk"), outcome=None, closes_at__lte=timezone.now()
    )
    return ActionItemQuery(
        rows.order_by("closes_at", "pk"),
        what="title",
        about=F("agenda__title"),
        due=F("closes_at"),
        build=item_builder(
            lambda motion: interpolate(_("Count the votes: %(motion)s"), motion=motion),
            page="evaluations:agenda:motion",
            action_label=_("View motion"),
        ),
    )


def _minutes(user: User) -> ActionItemQuery:
    rows = BoardMeeting.objects.filter(
        agenda__in=_managed(user).values("pk"), minutes=None, cancelled_on=None, ends__lt=timezone.now()
    )
    return ActionItemQuery(
        rows.order_by("ends", "pk"),
        what="number",
        about=F("agenda__title"),
        row="agenda__public_id",
        build=item_builder(
            lambda number: interpolate(_("Upload the minutes of meeting %(n)s"), n=number),
            page="evaluations:agenda:agenda",
            action_label=_("View meetings"),
            fragment="#meet",
        ),
    )
