"""Permissions on agendas: managing, reading, voting, commenting and moderating."""

from typing import Any

from evaluations.agenda.comment_models import AgendaComment
from evaluations.agenda.models import (
    MAKES_PUBLIC,
    AgendaDelegate,
    AgendaItem,
    AgendaPartner,
    BoardMeeting,
    ReformAgenda,
)
from evaluations.agenda.motion_models import AgendaMotion
from participants.accounts.queries import Role, has_portal_wide_role, organisations_of
from participants.organisations.models import Organisation
from portal.access.policies import everyone as may_read
from portal.access.users import AnyUser

__all__ = ["may_read"]


def may_create(user: AnyUser, _row: Any = None) -> bool:
    return secretariats_for(user).exists()


def secretariats_for(user: AnyUser) -> Any:
    """Organisations for which the person may manage an agenda."""
    if has_portal_wide_role(user, Role.COORDINATOR):
        return Organisation.objects.exclude(kind=Organisation.Kind.FUNDER)
    return Organisation.objects.filter(pk__in=organisations_of(user, Role.COORDINATOR))


def may_manage(user: AnyUser, agenda: ReformAgenda) -> bool:
    """Whether the person is a coordinator of the portal or of the agenda's secretariat."""
    return has_portal_wide_role(user, Role.COORDINATOR) or agenda.secretariat_id in organisations_of(
        user, Role.COORDINATOR
    )


def may_manage_related(user: AnyUser, row: AgendaPartner | AgendaItem | BoardMeeting | AgendaMotion) -> bool:
    return may_manage(user, row.agenda)


def may_manage_comment(user: AnyUser, comment: AgendaComment) -> bool:
    return may_manage(user, comment.agenda)


def may_manage_delegate(user: AnyUser, delegate: AgendaDelegate) -> bool:
    return may_manage(user, delegate.partner.agenda)


def on_board(user: AnyUser, agenda: ReformAgenda) -> bool:
    return ReformAgenda.objects.of_board(user).filter(pk=agenda.pk).exists()


def may_read_board_row(user: AnyUser, row: Any) -> bool:  # noqa: ARG001
    """Always true for signed-in users: `visible_to` returns rows only to the board, the secretariat and evaluators."""
    return user.is_authenticated


def partners_represented_by(user: AnyUser, agenda: ReformAgenda | int) -> Any:
    """Partners that the person represents today."""
    if not user.is_authenticated:
        return AgendaPartner.objects.none()
    agenda_id = agenda if isinstance(agenda, int) else agenda.pk
    seats = AgendaDelegate.objects.filter(user=user, ended_on=None)
    return AgendaPartner.objects.filter(
        agenda=agenda_id, left_on=None, pk__in=seats.values("partner")
    ).select_related("organisation")


def may_vote(user: AnyUser, motion: AgendaMotion) -> bool:
    return partners_represented_by(user, motion.agenda_id).exclude(role=AgendaPartner.Role.OBSERVER).exists()


def may_comment(user: AnyUser, agenda: ReformAgenda) -> bool:
    """Partners, observers included, and the secretariat."""
    return may_manage(user, agenda) or partners_represented_by(user, agenda).exists()


def may_reply(user: AnyUser, comment: AgendaComment) -> bool:
    return may_comment(user, comment.agenda)


def may_submit_public_comment(user: AnyUser, agenda: Any) -> bool:  # noqa: ARG001
    """Anyone, without an account, while the agenda is public."""
    return agenda.publicity in MAKES_PUBLIC


def may_moderate(user: AnyUser, comment: AgendaComment) -> bool:
    """Whoever may comment on the agenda moderates public comments."""
    return may_comment(user, comment.agenda)


def may_read_minutes(user: AnyUser, meeting: BoardMeeting) -> bool:
    """The board; everyone if the minutes and the agenda are public."""
    if on_board(user, meeting.agenda):
        return True
    return meeting.minutes_public and ReformAgenda.objects.public().filter(pk=meeting.agenda_id).exists()
