"""What this room hears of, and where a test leads back to."""

from typing import Any

from django.urls import reverse

from assessments.collection import keeping
from assessments.collection.models import Invitation, Response
from assessments.collection.signals import answers_sent
from participants.accounts.queries import learns
from portal.dashboard.action_items import register_action_items
from programs.curriculum.models import CorePart, Edition
from programs.curriculum.signals import edition_begun, edition_published
from programs.learning import authoring, desk, testing
from programs.learning.models import QuizPool, QuizSitting


def _score(*, invitation: Invitation, response: Response, **_signal: Any) -> None:
    testing.record(invitation=invitation, response=response)


def _freeze(*, edition: Edition, **_signal: Any) -> None:
    testing.freeze(edition)


def _begin(*, edition: Edition, parts: dict[int, CorePart], by: Any, **_signal: Any) -> None:
    authoring.begin_with(parts)
    if QuizPool.objects.filter(edition__module=edition.module_id).exists():
        testing.pool_for(edition=edition, by=by)


def way_back(invitation: Invitation) -> str:
    """To the unit whose test was sent, where the result stands."""
    rows = QuizSitting.objects.select_related("enrolment", "quiz__unit")
    sitting = rows.filter(invitation=invitation).first()
    if sitting is None:
        return ""
    return reverse("programs:learning:unit", args=[sitting.enrolment.public_id, sitting.quiz.unit.public_id])


def register() -> None:
    answers_sent.connect(_score, dispatch_uid="programs.learning.score")
    edition_begun.connect(_begin, dispatch_uid="programs.learning.begin")
    edition_published.connect(_freeze, dispatch_uid="programs.learning.freeze")
    keeping.register_way_back(way_back)
    register_action_items(desk.waits, test=learns)
