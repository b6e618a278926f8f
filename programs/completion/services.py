"""Setting completion criteria and recording completions. A recorded completion is not withdrawn."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from participants.accounts.models import User
from portal.access.row_copies import copy_rows
from portal.audit import services as audit
from programs.cohorts.models import Cohort, Enrolment
from programs.completion.models import Completion, CompletionCriteria
from programs.completion.queries import completion_progress, criteria_for
from programs.completion.rules import CompletionProgress, evaluate
from programs.completion.signals import completions_recorded
from programs.learning.final_tests import update_progress


@transaction.atomic
def set_criteria(*, cohort: Cohort, by: User, **shares: Any) -> CompletionCriteria:
    """Set the completion criteria of the cohort."""
    criteria, _created = CompletionCriteria.objects.update_or_create(cohort=cohort, defaults=shares)
    cohort.refresh_from_db()  # without the criteria that it had before
    update_progress(cohort)
    audit.record(by, "completion.criteria_set", cohort)
    return criteria


def copy_criteria(*, cohort: Cohort, copy: Cohort) -> None:
    copy_rows(CompletionCriteria.objects.filter(cohort=cohort), cohort=copy)


@transaction.atomic
def record_completions(*, cohort: Cohort, by: User) -> list[Completion]:
    """Record completions for enrolled people who meet the criteria; safe to call repeatedly."""
    cohort = Cohort.objects.select_for_update().select_related("edition").get(pk=cohort.pk)
    enrolments = list(Enrolment.objects.filter(cohort=cohort, state=Enrolment.State.ENROLLED))
    criteria, progress = criteria_for(cohort), completion_progress(cohort, enrolments)
    complete = [e for e in enrolments if evaluate(progress[e.pk], criteria).is_complete]
    completions = Completion.objects.bulk_create(
        [
            Completion(
                enrolment=enrolment,
                hours=cohort.edition.hours,
                completed_at=timezone.now(),
                evidence=_evidence(progress[enrolment.pk]),
            )
            for enrolment in complete
        ],
        ignore_conflicts=True,
    )
    Enrolment.objects.filter(pk__in=[e.pk for e in complete]).update(state=Enrolment.State.COMPLETED)
    if complete:
        audit.record(by, "completion.recorded", cohort, people=len(complete))
        transaction.on_commit(lambda: completions_recorded.send(sender=Cohort, cohort_id=cohort.pk))
    return completions


def _evidence(progress: CompletionProgress) -> dict[str, Any]:
    return {
        "minutes_attended": progress.minutes_attended,
        "minutes_held": progress.minutes_held,
        "units_done": progress.units_done,
        "units_total": progress.units_total,
        "quiz_share": None if progress.quiz_share is None else str(progress.quiz_share),
    }
