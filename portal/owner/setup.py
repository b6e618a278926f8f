"""The step of the set-up that names the organisation which runs the portal."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.languages.lists import join_list
from portal.owner.current import site_owner
from portal.setup.registry import Goal, Step, StepState, register_step


def register() -> None:
    """Called when the app is ready."""
    register_step(Step(
        key="organisation", title=_("Your organisation"), about=_("Name, logo, languages and contacts"),
        url_name="owner:edit", order=10, state=_state, needed_for=tuple(Goal),
    ))  # fmt: skip


def _state() -> StepState:
    owner = site_owner()
    if owner.pk is None:
        return StepState(is_done=False, entered="")
    languages = join_list(str(name) for code, name in settings.LANGUAGES if code in owner.languages)
    return StepState(is_done=True, entered=f"{owner.full_name} ({languages})")
