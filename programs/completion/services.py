"""Recording that people completed a cohort. Judged again at any time; a fact once recorded stays."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from participants.accounts.models import User
from portal.audit import services as audit
from programs.cohorts.models import Cohort, Enrolment
from programs.completion.models import Completion, CompletionCriteria
from programs.completion.queries import completion_progress, criteria_for
from programs.completion.rules import evaluate
from programs.completion.signals import completions_recorded


@transaction.atomic
def set_criteria(*, cohort: Cohort, by: User, **shares: Any) -> CompletionCriteria:
    """State what completing means for the cohort."""
    rule, _created = CompletionCriteria.objects.update_or_create(cohort=cohort, defaults=shares)
    audit.record(by, "completion.rule_stated", cohort)
    return rule


@transaction.atomic
def record_completions(*, cohort: Cohort, by: User) -> list[Completion]:
    """Judge everyone still enrolled and record those who meet the rule. Runs twice without harm."""
    cohort = Cohort.objects.select_for_update().select_related("edition").get(pk=cohort.pk)
    enrolments = list(Enrolment.objects.filter(cohort=cohort, state=Enrolment.State.ENROLLED))
    rule, standings = criteria_for(cohort), completion_progress(cohort, enrolments)
    complete = [e for e in enrolments if evaluate(standings[e.pk], rule).is_complete]
    completions = Completion.objects.bulk_create(
        [
            Completion(
                enrolment=enrolment,
                hours=cohort.edition.hours,
                completed_at=timezone.now(),
                evidence=_evidence(standings[enrolment.pk]),
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


def _evidence(standing: Any) -> dict[str, Any]:
    return {
        "minutes_attended": standing.minutes_attended,
        "minutes_held": standing.minutes_held,
        "units_done": standing.units_done,
        "units_total": standing.units_total,
        "quiz_share": None if standing.quiz_share is None else str(standing.quiz_share),
    }
