"""Reads on invitations and drafts that answering, sending and results share."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet

from assessments.collection.models import Collection, Invitation, Response
from assessments.instruments.elements import Key
from portal.links import services as links
from portal.links.models import SignedLink

PURPOSE = "assessments.answer"
State = Invitation.State


def invitation_of(token: str) -> Invitation:
    """The invitation that a link stands for. Raises `LinkClosedError` with its code."""
    link = links.resolve(token, PURPOSE)
    return Invitation.objects.select_related(
        "collection__version__instrument__owner", "jurisdiction", "response"
    ).get(pk=link.target_id)


def links_of(invitation: Invitation) -> QuerySet[SignedLink]:
    """Every link that was sent for the invitation: the first letter's and the reminders'."""
    return SignedLink.objects.filter(
        target_type=ContentType.objects.get_for_model(Invitation), target_id=invitation.pk, purpose=PURPOSE
    )


def answers_of(response: Response | None) -> dict[Key, str]:
    """(Question's name, occurrence) -> its canonical value (`instruments.values`): one query."""
    if response is None:
        return {}
    rows = response.answers.values_list("question__name", "occurrence", "number", "text", "not_applicable")
    return {
        (name, occurrence): "na" if not_applicable else text if number is None else str(number)
        for name, occurrence, number, text, not_applicable in rows
    }


@dataclass
class ResponseCounts:
    """How many were asked and answered, in one group or over all (`group` empty)."""

    group: str
    invited: int = 0
    bounced: int = 0
    started: int = 0
    screened_out: int = 0
    complete: int = 0

    def add(self, state: str, people: int) -> None:
        self.invited += people
        if state == State.BOUNCED:
            self.bounced += people
        elif state == State.STARTED:
            self.started += people
        elif state == State.SCREENED_OUT:
            self.screened_out += people
        elif state == State.COMPLETE:
            self.complete += people


def turnout_of(collection: Collection, groups: list[str]) -> tuple[ResponseCounts, list[ResponseCounts]]:
    """The whole, and one row a group in the order given: one query."""
    total = ResponseCounts("")
    rows = {group: ResponseCounts(group) for group in groups}
    counted = (
        Invitation.objects.filter(collection=collection)
        .exclude(invited_at=None)
        .exclude(state=State.DELEGATED)
        .values_list("group_code", "state")
        .annotate(people=Count("id"))
    )
    for group, state, people in counted:
        total.add(state, people)
        rows.setdefault(group, ResponseCounts(group)).add(state, people)
    return total, list(rows.values())


def arrived_by_open_link(collection: Collection) -> dict[str, int]:
    """How many who came by an open link have begun, and how many have answered; they stand in no rate. One query."""
    came = collection.invitations.filter(email="")
    return came.aggregate(
        begun=Count("pk", filter=Q(state__in=[State.INVITED, State.STARTED])),
        complete=Count("pk", filter=Q(state=State.COMPLETE)),
    )
