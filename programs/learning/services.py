"""Going through units and answering tests."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.errors import DomainError
from programs.cohorts.models import Enrolment
from programs.learning.models import Progress, Quiz, QuizAttempt, QuizItem, QuizOption, Unit
from programs.learning.queries import items_of

POST_TRIES = 2


class NoMoreTriesError(DomainError):
    code = "no_more_tries"
    message = _("You have used your tries for this test.")


class UnansweredError(DomainError):
    code = "unanswered"
    message = _("Answer every question; one is still open.")


def open_unit(*, enrolment: Enrolment, unit: Unit) -> Progress:
    """Note that the unit was opened; opening twice is one row."""
    progress, _created = Progress.objects.get_or_create(enrolment=enrolment, unit=unit)
    return progress


def finish_unit(*, enrolment: Enrolment, unit: Unit) -> Progress:
    progress = open_unit(enrolment=enrolment, unit=unit)
    Progress.objects.filter(pk=progress.pk, done_at=None).update(done_at=timezone.now())
    progress.refresh_from_db(fields=["done_at"])
    return progress


@transaction.atomic
def answer_quiz(*, enrolment: Enrolment, quiz: Quiz, answers: Mapping[int, int]) -> QuizAttempt:
    """Score `answers` (item id -> option id) against the items drawn. Raises `UnansweredError`, `NoMoreTriesError`.

    A pre-test is taken once, a final test twice, practice as often as one likes.
    """
    items: list[QuizItem] = items_of(quiz)
    if any(item.pk not in answers for item in items):
        raise UnansweredError
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    last = QuizAttempt.objects.filter(enrolment=enrolment, quiz=quiz).aggregate(n=Max("number"))["n"] or 0
    tries = {Quiz.Phase.PRE: 1, Quiz.Phase.POST: POST_TRIES, Quiz.Phase.RETENTION: 1}.get(
        Quiz.Phase(quiz.phase)
    )
    if tries is not None and last >= tries:
        raise NoMoreTriesError
    right = set(QuizOption.objects.filter(item__in=items, is_right=True).values_list("pk", flat=True))
    score = sum(answers[item.pk] in right for item in items)
    try:
        attempt = QuizAttempt.objects.create(
            enrolment=enrolment,
            quiz=quiz,
            number=last + 1,
            answers={str(item.pk): answers[item.pk] for item in items},
            score=score,
            max_score=len(items),
        )
    except IntegrityError as error:
        raise NoMoreTriesError from error
    finish_unit(enrolment=enrolment, unit=quiz.unit)
    return attempt


def best_attempt(enrolment: Enrolment, quiz: Quiz) -> Any:
    return QuizAttempt.objects.filter(enrolment=enrolment, quiz=quiz).order_by("-score", "number").first()
