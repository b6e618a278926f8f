"""What this app shows on the pages of assessments: what addresses a training need, and what a decision names."""

from collections import defaultdict
from typing import Any

from assessments.needs.models import TrainingNeed
from portal.access.users import AnyUser
from programs.curriculum.models import ModuleNeed
from programs.programmes.models import DecidedAnswer, ProgrammeNeed


def answers_to_needs(user: AnyUser, needs: list[TrainingNeed]) -> dict[Any, dict[str, Any]]:
    """Modules and programmes that address each need; an empty panel invites those who may decide to link one."""
    modules, programmes = defaultdict(list), defaultdict(list)
    for answer in ModuleNeed.objects.filter(training_need__in=needs).select_related(
        "module", "stated_by__person"
    ):
        modules[answer.training_need_id].append(answer)
    seen = ProgrammeNeed.objects.visible_to(user).filter(training_need__in=needs)
    for link in seen.select_related("programme", "stated_by__person"):
        programmes[link.training_need_id].append(link)
    return {need.pk: {"answers": modules[need.pk], "programmes": programmes[need.pk]} for need in needs}


def decided_answers(_user: AnyUser, decisions: list[Any]) -> dict[Any, dict[str, Any]]:
    """The module or programme that each decision names."""
    answers = DecidedAnswer.objects.filter(decision__in=decisions).select_related("module", "programme")
    return {answer.decision_id: {"answer": answer} for answer in answers}
