"""Attempts at a test: starting and scoring them. `assessments` collects the answers.

A `StartedAttempt` is an invitation without an email in the cohort's collection for the test. When it is submitted,
`score_response` creates the `QuizAttempt` in the same transaction, so that every response is scored exactly once.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.collection.models import Collection, Invitation, Response
from assessments.collection.queries import answers_of
from assessments.instruments import services as instruments
from assessments.instruments.models import Question
from portal.access.errors import DomainError
from portal.languages.numbers import date_format, interpolate
from programs.cohorts.models import Cohort, Enrolment
from programs.learning.final_tests import completes_unit
from programs.learning.models import CohortQuiz, Quiz, QuizAttempt, StartedAttempt
from programs.learning.question_banks import languages_of, question_bank_of, select_question_names
from programs.learning.scoring import is_correct
from programs.learning.services import finish_unit, open_unit

MAX_ATTEMPTS = {Quiz.Phase.PRE: 1, Quiz.Phase.POST: 2, Quiz.Phase.RETENTION: 1}
OPEN_AFTER_COURSE = timedelta(days=730)
RETENTION_DELAY, RETENTION_OPEN = timedelta(days=182), timedelta(days=60)
MIN_OPEN = timedelta(days=30)
LEARNER = "participant"


class NoAttemptsLeftError(DomainError):
    code = "no_attempts_left"
    message = _("You have no attempts left for this test.")


class EmptyTestError(DomainError):
    code = "empty_test"
    message = _("This test has no questions.")


class TestNotOpenError(DomainError):
    code = "too_early"

    def __init__(self, day: date) -> None:
        super().__init__(
            interpolate(_("This is a follow-up test. It opens on %(day)s."), day=date_format(day))
        )


def allowed_attempts(quiz: Quiz) -> int | None:
    """The maximum number of attempts, None for unlimited."""
    return MAX_ATTEMPTS.get(Quiz.Phase(quiz.phase))


@transaction.atomic
def start_attempt(*, enrolment: Enrolment, quiz: Quiz) -> Invitation:
    """Resume the attempt in progress or start a new one; returns the invitation to answer.

    Raises `NoAttemptsLeftError`, `TestNotOpenError`, `EmptyTestError`.
    """
    day = opens_on(enrolment.cohort, quiz)
    if day is not None and timezone.localdate() < day:
        raise TestNotOpenError(day)
    # Locks the cohort before the enrolment, as `retention.send_tests` and withdrawals do, to avoid deadlocks.
    collection = collection_of(enrolment.cohort, quiz)
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort", "person__user")
        .get(pk=enrolment.pk)
    )
    last = QuizAttempt.objects.filter(enrolment=enrolment, quiz=quiz).aggregate(n=Max("number"))["n"] or 0
    allowed = allowed_attempts(quiz)
    if allowed is not None and last >= allowed:
        raise NoAttemptsLeftError
    in_progress = StartedAttempt.objects.filter(enrolment=enrolment, quiz=quiz, number__gt=last)
    started_attempt = in_progress.select_related("invitation__collection").first()
    if started_attempt is not None:
        return started_attempt.invitation
    invitation = build_invitation(enrolment, collection)
    invitation.save()
    StartedAttempt.objects.create(enrolment=enrolment, quiz=quiz, number=last + 1, invitation=invitation)
    return invitation


def opens_on(cohort: Cohort, quiz: Quiz) -> date | None:
    """The first day of a retention test; None for other tests."""
    return cohort.ends + RETENTION_DELAY if quiz.phase == Quiz.Phase.RETENTION else None


def build_invitation(enrolment: Enrolment, collection: Collection, *, email: str = "") -> Invitation:
    """An unsaved invitation. Without an address no email is sent, since the person starts the test on the site."""
    return Invitation(
        collection=collection,
        group_code=LEARNER,
        jurisdiction_id=enrolment.jurisdiction_id,
        name=enrolment.person.full_name,
        email=email,
        language=_language_for(enrolment, collection),
    )


def has_started(enrolment: Enrolment, quiz: Quiz, *, after: int) -> bool:
    """Whether an attempt with a number higher than `after` is in progress."""
    return StartedAttempt.objects.filter(enrolment=enrolment, quiz=quiz, number__gt=after).exists()


def collection_of(cohort: Cohort, quiz: Quiz) -> Collection:
    """The cohort's collection for the test, created for the first attempt. Raises `EmptyTestError`."""
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    existing = CohortQuiz.objects.filter(cohort=cohort, quiz=quiz).select_related("collection").first()
    if existing is not None:
        return existing.collection
    version = question_bank_of(quiz)
    names = select_question_names(quiz, version) if version else []
    if version is None or not names:
        raise EmptyTestError
    if not version.is_open:  # an edition published before question banks were frozen with it
        instruments.freeze(version)
    now = timezone.now()
    later = RETENTION_DELAY + RETENTION_OPEN if quiz.phase == Quiz.Phase.RETENTION else OPEN_AFTER_COURSE
    ends = datetime.combine(cohort.ends, time(), tzinfo=UTC) + later
    collection = Collection.objects.create(
        version=version,
        subject=f"{quiz.unit.title} – {cohort.title}"[:250],
        question_names=names,
        opens_at=now,
        closes_at=max(ends, now + MIN_OPEN),
        anonymity=Collection.Anonymity.NAMED,
        languages=languages_of(version),
    )
    CohortQuiz.objects.create(cohort=cohort, quiz=quiz, collection=collection)
    return collection


def _language_for(enrolment: Enrolment, collection: Collection) -> str:
    user = enrolment.person.user
    wanted = [user.language if user else "", *enrolment.cohort.languages]
    return next((code for code in wanted if code in collection.languages), collection.languages[0])


def score_response(*, invitation: Invitation, response: Response) -> QuizAttempt | None:
    """Score a submitted response; None if it is not a test. Call it in the transaction of the submission."""
    rows = StartedAttempt.objects.select_related("enrolment__cohort__completion_criteria", "quiz__unit")
    started_attempt = rows.filter(invitation=invitation).first()
    if started_attempt is None:
        return None
    collection = invitation.collection
    answers = {name: value for (name, _n), value in answers_of(response).items()}
    questions = Question.objects.filter(version=collection.version_id, name__in=collection.question_names)
    results = [is_correct(row.type, row.correct_answer, answers.get(row.name, "")) for row in questions]
    attempt = QuizAttempt.objects.create(
        enrolment=started_attempt.enrolment,
        quiz=started_attempt.quiz,
        number=started_attempt.number,
        answers={row.name: answers.get(row.name, "") for row in questions},
        score=sum(results),
        max_score=len(results),
    )
    unit = started_attempt.quiz.unit
    if completes_unit(attempt):
        finish_unit(enrolment=started_attempt.enrolment, unit=unit)
    else:
        open_unit(enrolment=started_attempt.enrolment, unit=unit)
    return attempt
