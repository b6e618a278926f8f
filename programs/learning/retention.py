"""The test half a year after a course: whoever completed is written to once, with a sheet of their own.

Nobody takes it before, since it asks what has stayed; nobody is written to much later, since they would not know why.
"""

from django.db import transaction
from django.utils import timezone

from assessments.collection import invitations, reminders
from assessments.collection.models import Invitation
from portal.access.errors import DomainError
from programs.cohorts.models import Cohort, Enrolment
from programs.learning import quiz_attempts
from programs.learning.models import Quiz, StartedAttempt

GAP_DAYS = 7
REMIND_DAYS_BEFORE = (30, 7)


def send_due() -> int:
    """Beat's section: in every course that ended long enough ago, those who were not asked yet. Returns how many."""
    latest = timezone.localdate() - quiz_attempts.MONTHS_LATER
    over = Cohort.objects.filter(
        ends__range=(latest - quiz_attempts.TO_ANSWER, latest),
        edition__sections__units__quiz__phase=Quiz.Phase.RETENTION,
    ).exclude(state=Cohort.State.CANCELLED)
    asked = 0
    for cohort in over.distinct():
        quizzes = Quiz.objects.filter(phase=Quiz.Phase.RETENTION, unit__section__edition=cohort.edition_id)
        for quiz in quizzes.select_related("unit__section"):
            try:
                asked += send_tests(cohort=cohort, quiz=quiz)
            except DomainError:  # a pool without questions stops no other course
                continue
    return asked


@transaction.atomic
def send_tests(*, cohort: Cohort, quiz: Quiz) -> int:
    """Raises `EmptyTestError`, `CollectionClosedError`."""
    waiting = Enrolment.objects.filter(
        cohort=cohort, state=Enrolment.State.COMPLETED, person__user__is_active=True
    ).exclude(started_attempts__quiz=quiz)
    if not waiting.exists():
        return 0
    collection = quiz_attempts.collection_of(
        cohort, quiz
    )  # holds the cohort: a second run waits, and finds nobody
    people = list(waiting.select_related("cohort", "person__user").order_by("pk"))
    created = Invitation.objects.bulk_create(
        quiz_attempts.build_invitation(
            one, collection, email=one.person.user.email if one.person.user else ""
        )
        for one in people
    )
    StartedAttempt.objects.bulk_create(
        StartedAttempt(enrolment=one, quiz=quiz, invitation=invitation)
        for one, invitation in zip(people, created, strict=True)
    )
    if not hasattr(collection, "reminder_plan"):
        reminders.plan(collection=collection, days_before=REMIND_DAYS_BEFORE, gap_days=GAP_DAYS, by=None)
    invitations.invite(collection=collection, by=None)
    return len(people)
