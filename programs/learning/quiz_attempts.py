"""Sitting a test: the questionnaire engine asks, keeps drafts and takes the answers; here they are drawn and scored.

A started_attempt is an invitation without a letter in the cohort's collection for that test. Sending it makes
the attempt in
the same transaction (`record`), so that nobody has answered without a score, and nobody is scored twice.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.collection.models import Collection, Invitation, Response
from assessments.collection.queries import answers_of
from assessments.instruments import editions
from assessments.instruments import services as instruments
from assessments.instruments.models import Instrument, InstrumentVersion, Question
from assessments.instruments.validation import opening_issues
from participants.accounts.models import User
from portal.access.errors import DomainError
from programs.cohorts.models import Cohort, Enrolment
from programs.curriculum.models import Edition
from programs.curriculum.services import EditionFrozenError
from programs.learning.models import CohortQuiz, QuestionBank, Quiz, QuizAttempt, StartedAttempt
from programs.learning.queries import languages_of, question_bank_of, select_question_names
from programs.learning.scoring import is_correct
from programs.learning.services import finish_unit

TRIES = {Quiz.Phase.PRE: 1, Quiz.Phase.POST: 2, Quiz.Phase.RETENTION: 1}
ANSWERED_FOR = timedelta(days=730)  # after the course
MONTHS_LATER, TO_ANSWER = timedelta(days=182), timedelta(days=60)  # of the test that asks what has stayed
AT_LEAST = timedelta(days=30)
LEARNER = "participant"


class NoAttemptsLeftError(DomainError):
    code = "no_more_tries"
    message = _("You have no attempts left for this test.")


class EmptyTestError(DomainError):
    code = "empty_test"
    message = _("This test has no questions.")


class TestNotOpenError(DomainError):
    code = "too_early"

    def __init__(self, day: date) -> None:
        words = {"day": date_format(day)}
        super().__init__(_("This is a follow-up test. It opens on %(day)s.") % words)


class QuizNotReadyError(DomainError):
    """The tests of an edition stand in the way of publishing it; the reasons follow."""

    code = "test_not_ready"
    message = _("A test has no questions. Write questions for each competency and set when they are asked.")


def allowed_attempts(quiz: Quiz) -> int | None:
    """How often it is taken: once before and months later, twice at the end, practice without end."""
    return TRIES.get(Quiz.Phase(quiz.phase))


@transaction.atomic
def start_attempt(*, enrolment: Enrolment, quiz: Quiz) -> Invitation:
    """The sheet to fill in: one begun before, as far as it was filled in, else a new one.

    Raises `NoMoreTriesError`, `TooEarlyError`, `EmptyTestError`.
    """
    day = opens_on(enrolment.cohort, quiz)
    if day is not None and timezone.localdate() < day:
        raise TestNotOpenError(day)
    # Holds the cohort, and only then the seat: so do letters months later (`retention.ask`) and whoever withdraws.
    collection = collection_of(enrolment.cohort, quiz)
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort", "person__user")
        .get(pk=enrolment.pk)
    )
    last = QuizAttempt.objects.filter(enrolment=enrolment, quiz=quiz).aggregate(n=Max("number"))["n"] or 0
    tries = allowed_attempts(quiz)
    if tries is not None and last >= tries:
        raise NoAttemptsLeftError
    begun = StartedAttempt.objects.filter(enrolment=enrolment, quiz=quiz, number__gt=last)
    started_attempt = begun.select_related("invitation__collection").first()
    if started_attempt is not None:
        return started_attempt.invitation
    invitation = build_invitation(enrolment, collection)
    invitation.save()
    StartedAttempt.objects.create(enrolment=enrolment, quiz=quiz, number=last + 1, invitation=invitation)
    return invitation


def opens_on(cohort: Cohort, quiz: Quiz) -> date | None:
    """The first day of a test that waits for months to pass; None for the others."""
    return cohort.ends + MONTHS_LATER if quiz.phase == Quiz.Phase.RETENTION else None


def build_invitation(enrolment: Enrolment, collection: Collection, *, email: str = "") -> Invitation:
    """Not stored yet. Without an address nobody is written to: they came by themselves."""
    return Invitation(
        collection=collection,
        group_code=LEARNER,
        jurisdiction_id=enrolment.jurisdiction_id,
        name=enrolment.person.full_name,
        email=email,
        language=_language_for(enrolment, collection),
    )


def is_begun(enrolment: Enrolment, quiz: Quiz, *, after: int) -> bool:
    """Whether a sheet is being filled in that has not been sent."""
    return StartedAttempt.objects.filter(enrolment=enrolment, quiz=quiz, number__gt=after).exists()


def collection_of(cohort: Cohort, quiz: Quiz) -> Collection:
    """The cohort's sheets for the test, made when the first person sits it. Raises `EmptyTestError`."""
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    found = CohortQuiz.objects.filter(cohort=cohort, quiz=quiz).select_related("collection").first()
    if found is not None:
        return found.collection
    version = question_bank_of(quiz)
    names = select_question_names(quiz, version) if version else []
    if version is None or not names:
        raise EmptyTestError
    if not version.is_open:  # editions published before tests were frozen with them
        instruments.freeze(version)
    now = timezone.now()
    later = MONTHS_LATER + TO_ANSWER if quiz.phase == Quiz.Phase.RETENTION else ANSWERED_FOR
    ends = datetime.combine(cohort.ends, time(), tzinfo=UTC) + later
    collection = Collection.objects.create(
        version=version,
        subject=f"{quiz.unit.title} – {cohort.title}"[:250],
        question_names=names,
        opens_at=now,
        closes_at=max(ends, now + AT_LEAST),
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
    """Score what was sent; None for what is no test. Call in the transaction that took the answers."""
    rows = StartedAttempt.objects.select_related("enrolment", "quiz__unit")
    started_attempt = rows.filter(invitation=invitation).first()
    if started_attempt is None:
        return None
    collection = invitation.collection
    said = {name: value for (name, _n), value in answers_of(response).items()}
    asked = Question.objects.filter(version=collection.version_id, name__in=collection.question_names)
    right = [is_correct(one.type, one.correct_answer, said.get(one.name, "")) for one in asked]
    attempt = QuizAttempt.objects.create(
        enrolment=started_attempt.enrolment,
        quiz=started_attempt.quiz,
        number=started_attempt.number,
        answers={one.name: said.get(one.name, "") for one in asked},
        score=sum(right),
        max_score=len(right),
    )
    finish_unit(enrolment=started_attempt.enrolment, unit=started_attempt.quiz.unit)
    return attempt


def best_attempt(enrolment: Enrolment, quiz: Quiz) -> QuizAttempt | None:
    return QuizAttempt.objects.filter(enrolment=enrolment, quiz=quiz).order_by("-score", "number").first()


@transaction.atomic
def get_or_create_question_bank(*, edition: Edition, by: User) -> InstrumentVersion:
    """The questions of the draft's tests, to be written in the editor: what the edition before asked, or none yet.

    Raises `EditionFrozenError` where a published edition has none.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("module").get(pk=edition.pk)
    found = QuestionBank.objects.filter(edition=edition).select_related("version").first()
    if found is not None:
        return found.version
    if edition.state != Edition.State.DRAFT:
        raise EditionFrozenError
    before = (
        QuestionBank.objects.filter(edition__module=edition.module_id).order_by("-edition__number").first()
    )
    if before is not None:
        version = editions.new_edition(version=before.version, by=by)
    else:
        version = instruments.create_instrument(
            owner=edition.module.owner, title=edition.module.title, kind=Instrument.Kind.TEST, by=by
        )
    covered = edition.coverage.select_related("competency").first()
    version.framework_version_id = covered.competency.version_id if covered else version.framework_version_id
    version.save(update_fields=["framework_version", "updated_at"])
    QuestionBank.objects.create(edition=edition, version=version)
    return version


def freeze(edition: Edition) -> None:
    """With the edition, for good. Raises `QuizNotReadyError` while a test asks nothing or lacks what is right."""
    quizzes = Quiz.objects.filter(unit__section__edition=edition).select_related("unit__section")
    pool = QuestionBank.objects.filter(edition=edition).select_related("version__instrument").first()
    for quiz in quizzes:
        if pool is None or not select_question_names(quiz, pool.version):
            raise QuizNotReadyError
    if pool is None or pool.version.is_open:
        return
    faults = opening_issues(pool.version, languages=[pool.version.source_language], anonymity="named")
    if faults:
        raise QuizNotReadyError(" ".join(faults))
    instruments.freeze(pool.version)
