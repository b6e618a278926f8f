"""Queries on invitations and drafts, shared by responding, sending and results."""

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
    """The invitation for a link token. Raises `LinkClosedError` with its code."""
    link = links.resolve(token, PURPOSE)
    return Invitation.objects.select_related(
        "collection__version__instrument__owner", "jurisdiction", "response"
    ).get(pk=link.target_id)


def links_of(invitation: Invitation) -> QuerySet[SignedLink]:
    """All links sent for the invitation: in the first email and in reminders."""
    return SignedLink.objects.filter(
        target_type=ContentType.objects.get_for_model(Invitation), target_id=invitation.pk, purpose=PURPOSE
    )


def answers_of(response: Response | None) -> dict[Key, str]:
    """(question's name, occurrence) -> canonical value (`instruments.values`), in one query."""
    if response is None:
        return {}
    rows = response.answers.values_list("question__name", "occurrence", "number", "text", "not_applicable")
    return {
        (name, occurrence): "na" if not_applicable else text if number is None else str(number)
        for name, occurrence, number, text, not_applicable in rows
    }


@dataclass
class ResponseCounts:
    """How many people were invited and responded, in one group or over all (`group` empty)."""

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
    """The total, and one row per group in the order given, in one query."""
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
    """How many people started and submitted through open links, in one query. They count in no response rate."""
    came = collection.invitations.filter(email="")
    return came.aggregate(
        in_progress=Count("pk", filter=Q(state__in=[State.INVITED, State.STARTED])),
        complete=Count("pk", filter=Q(state=State.COMPLETE)),
    )
