"""Status tags for list rows; a template tag renders ten times faster than an included template."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.templatetags.ui import ui_tag
from programs.cohorts.models import CohortApplication

register = template.Library()
State = CohortApplication.State
MARKS = {
    State.ACCEPTED: ("good", "ok"),
    State.SUBMITTED: ("warn", "alert"),
    State.WAITING: ("info", "clock"),
    State.DECLINED: ("bad", "no"),
}


@register.simple_tag
def application_mark(application: CohortApplication) -> SafeString:
    """The status of an application, as coordinators see it."""
    state = State(application.state)
    label = _("Needs decision") if state == State.SUBMITTED else state.label
    return ui_tag(*MARKS.get(state, ("", "dash")), label)
