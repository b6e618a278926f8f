"""Decisions on needs together with the modules or programmes that address them, in one transaction."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.needs import decisions
from assessments.needs.decision_models import NeedDecision
from assessments.needs.errors import NeedAnsweredError, ReasonMissingError
from assessments.needs.models import TrainingNeed
from participants.accounts.models import User
from portal.access.errors import DomainError
from portal.access.locking import lock_for_update
from portal.audit import services as audit
from programs.curriculum import module_answers
from programs.curriculum.models import Module, ModuleNeed
from programs.programmes.models import DecidedAnswer, Programme, ProgrammeNeed

Kind = NeedDecision.Kind


class AnswerNotNamedError(DomainError):
    code = "answer_not_named"
    field = "module"
    message = _("Select a module or a programme.")


@transaction.atomic
def decide(
    *,
    need: TrainingNeed,
    kind: str,
    by: User,
    module: Module | None = None,
    programme: Programme | None = None,
    evidence: str = "",
    **decided: Any,
) -> NeedDecision:
    """Record a decision (`assessments.needs.decisions.decide`) and link the module or programme that it names.

    An existing module or programme addresses the need at once; an adapted or new one is only named, and is linked
    later. Raises `AnswerNotNamedError`, `NeedAnsweredError` if training still addresses a need that is to be addressed
    otherwise, and the errors of `decisions.decide`.
    """
    need = lock_for_update(need)
    is_answered = _is_addressed_by_training(need)
    by_training = kind in NeedDecision.BY_TRAINING
    named = by_training and (module is not None or programme is not None)
    if kind in (Kind.EXISTING, Kind.ADAPTED) and not named:
        raise AnswerNotNamedError
    if is_answered and not by_training:
        raise NeedAnsweredError
    decision = decisions.decide(
        need=need, kind=kind, by=by, is_ready=kind == Kind.EXISTING or is_answered, **decided
    )
    if named:
        DecidedAnswer.objects.create(decision=decision, module=module, programme=programme)
    if kind == Kind.EXISTING and module is not None:
        module_answers.link_module(need=need, module=module, evidence=evidence, by=by)
    if kind == Kind.EXISTING and programme is not None:
        _link_programme(need=need, programme=programme, evidence=evidence, by=by)
    return decision


@transaction.atomic
def answer_with_programme(
    *, need: TrainingNeed, programme: Programme, evidence: str, by: User
) -> ProgrammeNeed:
    """Record that the programme addresses the need. Raises `DecidedOtherwiseError`."""
    need = lock_for_update(need)
    module_answers.require_training(need)
    answer = _link_programme(need=need, programme=programme, evidence=evidence, by=by)
    module_answers.mark_answered(need)
    return answer


@transaction.atomic
def withdraw_programme_answer(*, answer: ProgrammeNeed, reason: str, by: User) -> TrainingNeed:
    """Remove the link; if nothing else addresses the need, it is reopened for a decision.

    Raises DeletedError, ReasonMissingError.
    """
    if not reason.strip():
        raise ReasonMissingError
    need = lock_for_update(answer.training_need)
    answer = lock_for_update(answer)
    answer.delete()
    audit.record(
        by,
        "need.programme_withdrawn",
        need,
        programme=str(answer.programme.public_id),
        reason=reason.strip(),
    )
    if not _is_addressed_by_training(need) and need.state == TrainingNeed.State.ANSWERED:
        decisions.reopen(need=need, reason=reason, by=by)
    return need


def _link_programme(*, need: TrainingNeed, programme: Programme, evidence: str, by: User) -> ProgrammeNeed:
    answer, _created = ProgrammeNeed.objects.update_or_create(
        programme=programme, training_need=need, defaults={"evidence": evidence, "stated_by": by}
    )
    audit.record(by, "need.answered_by_programme", need, programme=str(programme.public_id))
    return answer


def _is_addressed_by_training(need: TrainingNeed) -> bool:
    return (
        ModuleNeed.objects.filter(training_need=need).exists()
        or ProgrammeNeed.objects.filter(training_need=need).exists()
    )
