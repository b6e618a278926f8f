"""Modules that address training needs."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.needs import decisions
from assessments.needs.decision_models import NeedDecision
from assessments.needs.errors import ReasonMissingError
from assessments.needs.models import TrainingNeed
from participants.accounts.models import User
from portal.access.errors import DomainError
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from programs.curriculum.models import Module, ModuleNeed


@transaction.atomic
def answer_need(*, need: TrainingNeed, module: Module, evidence: str, by: User) -> ModuleNeed:
    """Record that the module addresses the need, optionally with evidence. Raises `DecidedOtherwiseError`."""
    need = lock_for_update(need)
    require_training(need)
    answer = link_module(need=need, module=module, evidence=evidence, by=by)
    mark_answered(need)
    return answer


def require_training(need: TrainingNeed) -> None:
    """Raise `DecidedOtherwiseError` if the current decision is not to address the need by training."""
    decision = decisions.current(need)
    if decision is not None and decision.kind not in (*NeedDecision.BY_TRAINING, NeedDecision.Kind.REOPENED):
        raise DecidedOtherwiseError


def link_module(*, need: TrainingNeed, module: Module, evidence: str, by: User) -> ModuleNeed:
    """Create or update the link only. Lock the need first."""
    answer, _created = ModuleNeed.objects.update_or_create(
        module=module, training_need=need, defaults={"evidence": evidence, "stated_by": by}
    )
    audit.record(by, "need.answered", need, module=str(module.public_id))
    return answer


def mark_answered(need: TrainingNeed) -> None:
    need.state, need.reason = TrainingNeed.State.ANSWERED, ""
    need.save(update_fields=["state", "reason", "updated_at"])


@transaction.atomic
def withdraw_answer(*, answer: ModuleNeed, reason: str, by: User) -> TrainingNeed:
    """Remove the link; if nothing else addresses the need, it is reopened for a decision.

    The reason is stored on the need and in its history. Raises DeletedError, ReasonMissingError.
    """
    if not reason.strip():
        raise ReasonMissingError
    need = lock_for_update(answer.training_need)
    answer = lock_for_update(answer)
    answer.delete()
    audit.record(
        by, "need.answer_withdrawn", need, module=str(answer.module.public_id), reason=reason.strip()
    )
    # Through the relation, since the higher package `programmes` cannot be imported here.
    by_programme: Any = need.programme_answers
    if not ModuleNeed.objects.filter(training_need=need).exists() and not by_programme.exists():
        decisions.reopen(need=need, reason=reason, by=by)
        need.refresh_from_db()
    return need


class DecidedOtherwiseError(DomainError):
    code = "decided_otherwise"
    message = _("A decision says that something else addresses this need. Record a new decision first.")
