"""Status tags for list rows; a template tag renders ten times faster than an included template."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.languages.numbers import interpolate
from portal.templatetags.ui import ui_tag
from programs.cohorts.models import CohortApplication
from programs.learning.scoring import MIN_QUESTIONS

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


@register.simple_tag
def too_short_note() -> str:
    """What a test with few questions is worth."""
    text = ngettext(
        "A test with fewer than %(n)s question attests nothing and does not count for the certificate.",
        "A test with fewer than %(n)s questions attests nothing and does not count for the certificate.",
        MIN_QUESTIONS,
    )
    return interpolate(text, n=MIN_QUESTIONS)
