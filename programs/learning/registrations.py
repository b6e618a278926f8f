"""What this room hears of, and where a test leads back to."""

from typing import Any

from django.urls import reverse

from assessments.collection import keeping
from assessments.collection.models import Invitation, Response
from assessments.collection.signals import answers_sent
from participants.accounts.queries import learns
from portal.desk.waiting import register_waiting
from programs.curriculum.models import Edition
from programs.curriculum.signals import edition_published
from programs.learning import desk, testing
from programs.learning.models import QuizSitting


def _score(*, invitation: Invitation, response: Response, **_signal: Any) -> None:
    testing.record(invitation=invitation, response=response)


def _freeze(*, edition: Edition, **_signal: Any) -> None:
    testing.freeze(edition)


def way_back(invitation: Invitation) -> str:
    """To the unit whose test was sent, where the result stands."""
    rows = QuizSitting.objects.select_related("enrolment", "quiz__unit")
    sitting = rows.filter(invitation=invitation).first()
    if sitting is None:
        return ""
    return reverse("programs:learning:unit", args=[sitting.enrolment.public_id, sitting.quiz.unit.public_id])


def register() -> None:
    answers_sent.connect(_score, dispatch_uid="programs.learning.score")
    edition_published.connect(_freeze, dispatch_uid="programs.learning.freeze")
    keeping.register_way_back(way_back)
    register_waiting(desk.waits, test=learns)
