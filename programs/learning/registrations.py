"""Connects the tests of courses to signals, the questionnaire engine and the home page."""

from typing import Any

from django.urls import reverse

from assessments.collection import registry
from assessments.collection.models import Invitation, Response
from assessments.collection.signals import answers_sent
from participants.accounts.models import User
from participants.accounts.queries import may_take_courses
from portal.dashboard.action_items import register_action_items
from portal.dashboard.panels import register_panel
from programs.curriculum.models import Edition, Section
from programs.curriculum.signals import edition_created, edition_published
from programs.learning import authoring, dashboard, question_banks, quiz_attempts
from programs.learning.models import QuestionBank, StartedAttempt


def _score(*, invitation: Invitation, response: Response, **_signal: Any) -> None:
    quiz_attempts.score_response(invitation=invitation, response=response)


def _freeze(*, edition: Edition, **_signal: Any) -> None:
    question_banks.freeze(edition)


def _copy(*, edition: Edition, sections: dict[int, Section], by: User, **_signal: Any) -> None:
    authoring.copy_contents(sections)
    if QuestionBank.objects.filter(edition__module=edition.module_id).exists():
        question_banks.get_or_create_question_bank(edition=edition, by=by)


def return_url(invitation: Invitation) -> str:
    """The page of the unit whose test was submitted, which shows the result."""
    rows = StartedAttempt.objects.select_related("enrolment", "quiz__unit")
    started_attempt = rows.filter(invitation=invitation).first()
    if started_attempt is None:
        return ""
    return reverse(
        "programs:learning:unit",
        args=[started_attempt.enrolment.public_id, started_attempt.quiz.unit.public_id],
    )


def editions_of_question_banks(_user: Any, versions: list[Any]) -> dict[Any, dict[str, Any]]:
    """The edition to which the questions of each questionnaire version belong."""
    banks = QuestionBank.objects.filter(version__in=versions).select_related("edition__module")
    return {bank.version_id: {"edition": bank.edition} for bank in banks}


def register() -> None:
    register_panel(
        "questionnaire.breadcrumbs",
        "programs/learning/_question_bank_breadcrumbs.html",
        editions_of_question_banks,
        order=10,
    )
    answers_sent.connect(_score, dispatch_uid="programs.learning.score")
    edition_created.connect(_copy, dispatch_uid="programs.learning.copy")
    edition_published.connect(_freeze, dispatch_uid="programs.learning.freeze")
    registry.register_return_url(return_url)
    register_action_items(dashboard.action_items, test=may_take_courses)
