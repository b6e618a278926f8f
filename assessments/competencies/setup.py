"""The step of the set-up that adopts a competency framework."""

from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import FrameworkVersion
from portal.languages.lists import join_list
from portal.setup.registry import Goal, Step, StepState, register_step


def register() -> None:
    """Called when the app is ready."""
    register_step(Step(
        key="framework", title=_("Competency framework"), about=_("What assessments and courses refer to"),
        url_name="assessments:competencies:frameworks", order=50, state=_state,
        needed_for=(Goal.ASSESSMENT, Goal.COURSE),
    ))  # fmt: skip


def _state() -> StepState:
    adopted = FrameworkVersion.objects.filter(state=FrameworkVersion.State.ADOPTED).select_related(
        "framework"
    )
    names = [str(version) for version in adopted]
    return StepState(bool(names), join_list(names))
