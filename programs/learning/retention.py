"""The retention test half a year after a course: everyone who completed the course is invited once by email.

It measures what people remember, so it cannot be taken earlier; invitations are not sent much later either.
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
    """Invite everyone who is due and has not been invited; returns how many. Called by the scheduled task."""
    latest = timezone.localdate() - quiz_attempts.RETENTION_DELAY
    over = Cohort.objects.filter(
        ends__range=(latest - quiz_attempts.RETENTION_OPEN, latest),
        edition__sections__units__quiz__phase=Quiz.Phase.RETENTION,
    ).exclude(state=Cohort.State.CANCELLED)
    invited = 0
    for cohort in over.distinct():
        quizzes = Quiz.objects.filter(phase=Quiz.Phase.RETENTION, unit__section__edition=cohort.edition_id)
        for quiz in quizzes.select_related("unit__section"):
            try:
                invited += send_tests(cohort=cohort, quiz=quiz)
            except DomainError:  # an empty question bank must not stop the other courses
                continue
    return invited


@transaction.atomic
def send_tests(*, cohort: Cohort, quiz: Quiz) -> int:
    """Invite those who completed the cohort to the test. Raises `EmptyTestError`, `CollectionClosedError`."""
    due = Enrolment.objects.filter(
        cohort=cohort, state=Enrolment.State.COMPLETED, person__user__is_active=True
    ).exclude(started_attempts__quiz=quiz)
    if not due.exists():
        return 0
    # Locks the cohort: a concurrent run waits and then finds nobody.
    collection = quiz_attempts.collection_of(cohort, quiz)
    people = list(due.select_related("cohort", "person__user").order_by("pk"))
    created = Invitation.objects.bulk_create(
        quiz_attempts.build_invitation(
            learner, collection, email=learner.person.user.email if learner.person.user else ""
        )
        for learner in people
    )
    StartedAttempt.objects.bulk_create(
        StartedAttempt(enrolment=learner, quiz=quiz, invitation=invitation)
        for learner, invitation in zip(people, created, strict=True)
    )
    if not hasattr(collection, "reminder_plan"):
        reminders.plan(collection=collection, days_before=REMIND_DAYS_BEFORE, gap_days=GAP_DAYS, by=None)
    invitations.invite(collection=collection, by=None)
    return len(people)
