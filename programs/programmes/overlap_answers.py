"""Answers to warnings that a programme overlaps with another one."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.landscape.models import ExternalProgramme
from participants.accounts.models import User
from portal.access.errors import DomainError
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from programs.programmes.models import Programme
from programs.programmes.overlap_models import OverlapAnswer

Pair = tuple[int, str, int]  # id of the programme, then "offer" or "other" and the id of the other one


class ReasonMissingError(DomainError):
    code = "reason_missing"
    field = "reason"
    message = _("Enter a reason. People who read the warning later need to know why.")


class ProgrammeClosedError(DomainError):
    code = "programme_closed"
    message = _("This programme is closed and can no longer be planned.")


@transaction.atomic
def answer_overlap(
    *, programme: Programme, other: Programme | ExternalProgramme, answer: str, by: User, reason: str = ""
) -> OverlapAnswer:
    """Record an answer. Raises `ReasonMissingError` unless the answer is to join, `ProgrammeClosedError`."""
    programme = lock_for_update(programme)
    if programme.state == Programme.State.CLOSED:
        raise ProgrammeClosedError
    if answer != OverlapAnswer.Answer.JOIN and not reason.strip():
        raise ReasonMissingError
    which = "other" if isinstance(other, Programme) else "offer"
    row = OverlapAnswer.objects.create(
        programme=programme, answer=answer, reason=reason.strip(), noted_by=by, **{which: other}
    )
    audit.record(by, "programme.overlap_answered", programme, answer=answer, other=str(other.public_id))
    return row


def pair_of(programme: Programme, other: Programme | ExternalProgramme) -> Pair:
    return programme.pk, "other" if isinstance(other, Programme) else "offer", other.pk


def answers_for(programmes: Iterable[Programme]) -> dict[Pair, OverlapAnswer]:
    """The latest answer for each pair with one of the programmes. One query."""
    rows = OverlapAnswer.objects.filter(programme__in=list(programmes)).select_related("noted_by__person")
    answers = {}
    for row in rows.order_by("pk"):
        key = ("offer", row.offer_id) if row.offer_id else ("other", row.other_id)
        answers[row.programme_id, key[0], int(key[1] or 0)] = row
    return answers
