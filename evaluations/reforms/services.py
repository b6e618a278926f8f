"""Changing reform plans: stages and steps, which a second person confirms or returns."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from evaluations.reforms import emails, stages
from evaluations.reforms.errors import (
    ConfirmedError,
    NotDoneError,
    OwnStepError,
    ReasonNeededError,
    StageError,
)
from evaluations.reforms.models import ReformPlan, ReformStep, StageChange, StepEvidence
from participants.accounts.models import User
from portal.access.errors import StaleRevisionError
from portal.audit import services as audit
from portal.files import services as files
from portal.search import services as search
from programs.cohorts.models import CohortStaff, Enrolment


@transaction.atomic
def create_plan(*, enrolment: Enrolment, by: User, **fields: Any) -> ReformPlan:
    """Start a plan from an enrolment, with the cohort's mentor."""
    mentors = CohortStaff.objects.in_force().filter(cohort=enrolment.cohort_id, role=CohortStaff.Role.MENTOR)
    mentor = mentors.order_by("pk").first()
    plan = ReformPlan.objects.create(
        person_id=enrolment.person_id,
        cohort_id=enrolment.cohort_id,
        completion=getattr(enrolment, "completion", None),
        mentor=mentor.person if mentor and mentor.person_id != enrolment.person_id else None,
        **fields,
    )
    StageChange.objects.create(plan=plan, stage=plan.stage, entered_on=timezone.localdate(), by=by)
    audit.record(by, "reform.created", plan)
    _index(plan)
    return plan


@transaction.atomic
def save_plan(*, plan: ReformPlan, revision: int, by: User, **fields: Any) -> ReformPlan:
    """Save the plan's details. Raises `StaleRevisionError`."""
    plan = ReformPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.revision != revision:
        raise StaleRevisionError
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.revision += 1
    plan.save(update_fields=[*fields, "revision", "updated_at"])
    audit.record(by, "reform.saved", plan)
    _index(plan)
    return plan


@transaction.atomic
def change_stage(
    *, plan: ReformPlan, stage: str, entered_on: datetime.date, decision: str, by: User
) -> ReformPlan:
    """Enter a stage with the decision that shows it. Raises `StageError`."""
    plan = ReformPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    reached = tuple(plan.stages.values_list("stage", flat=True))
    if not stages.is_allowed_transition(plan.stage, stage, reached=reached):
        raise StageError
    StageChange.objects.create(plan=plan, stage=stage, entered_on=entered_on, decision=decision, by=by)
    plan.stage = stage
    plan.save(update_fields=["stage", "updated_at"])
    audit.record(by, "reform.stage_changed", plan, stage=stage)
    return plan


@transaction.atomic
def add_step(*, plan: ReformPlan, by: User, **fields: Any) -> ReformStep:
    ReformPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    last = plan.steps.aggregate(last=Max("position"))["last"]
    step = ReformStep.objects.create(plan=plan, position=0 if last is None else last + 1, **fields)
    audit.record(by, "step.added", plan)
    return step


@transaction.atomic
def mark_done(*, step: ReformStep, done_on: datetime.date, by: User) -> ReformStep:
    """Mark the step as done and email the mentor. Raises `ConfirmedError`."""
    step = _lock_step(step)
    if step.confirmed_by_id:
        raise ConfirmedError
    step.done_on, step.returned_reason = done_on, ""
    step.save(update_fields=["done_on", "returned_reason", "updated_at"])
    audit.record(by, "step.done", step)
    emails.step_done(step)
    return step


@transaction.atomic
def add_evidence(*, step: ReformStep, upload: Any, note: str, by: User) -> StepEvidence:
    """Store an evidence file that the form has validated."""
    step = _lock_step(step)
    evidence = StepEvidence.objects.create(
        step=step, file=files.store(upload, name=upload.name, owner=step, by=by), note=note, added_by=by
    )
    audit.record(by, "step.evidence_added", step)
    return evidence


@transaction.atomic
def report_done(
    *, step: ReformStep, done_on: datetime.date, by: User, upload: Any = None, note: str = ""
) -> ReformStep:
    """Mark the step as done and store its evidence file, if any, in one transaction. Raises `ConfirmedError`."""
    if upload:
        add_evidence(step=step, upload=upload, note=note, by=by)
    return mark_done(step=step, done_on=done_on, by=by)


@transaction.atomic
def confirm_step(*, step: ReformStep, by: User) -> ReformStep:
    """Confirm the step as a second person; repeating it changes nothing. Raises `OwnStepError`, `NotDoneError`."""
    step = _lock_step(step)
    if step.plan.person.user_id == by.pk:
        raise OwnStepError
    if step.done_on is None:
        raise NotDoneError
    if step.confirmed_by_id is None:
        step.confirmed_by, step.confirmed_at, step.returned_reason = by, timezone.now(), ""
        step.save(update_fields=["confirmed_by", "confirmed_at", "returned_reason", "updated_at"])
        audit.record(by, "step.confirmed", step)
        emails.step_confirmed(step)
    return step


@transaction.atomic
def return_step(*, step: ReformStep, reason: str, by: User) -> ReformStep:
    """Return the step with the reason. Raises `OwnStepError`, `ConfirmedError`, `ReasonNeededError`."""
    step = _lock_step(step)
    if step.plan.person.user_id == by.pk:
        raise OwnStepError
    if step.confirmed_by_id:
        raise ConfirmedError
    if not reason.strip():
        raise ReasonNeededError
    step.done_on, step.returned_reason = None, reason
    step.save(update_fields=["done_on", "returned_reason", "updated_at"])
    audit.record(by, "step.returned", step)
    emails.step_returned(step)
    return step


def _lock_step(step: ReformStep) -> ReformStep:
    rows = ReformStep.objects.select_for_update(of=("self",)).select_related(
        "plan__person__user", "plan__mentor__user"
    )
    return rows.get(pk=step.pk)


def _index(plan: ReformPlan) -> None:
    """Index the plan for search, unless it is private."""
    if plan.visibility == ReformPlan.Visibility.PRIVATE:
        search.drop(plan)
    else:
        search.index(plan, title=plan.title, body=str(plan.court))
