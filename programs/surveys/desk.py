"""What waits for someone who takes courses: surveys to answer, and the test months later."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from portal.desk.waiting import Kind, tells
from programs.learning.retention import sheets_of
from programs.surveys.queries import waiting_for


def waits(user: Any) -> list[Kind]:
    """Surveys that they were asked to answer, and the sheet of what has stayed."""
    rows = waiting_for(user).order_by("collection__closes_at", "pk")
    to_answer = Kind(
        rows,
        what="collection__about",
        due=F("collection__closes_at"),
        tell=tells(
            lambda about: _("Tell us: %(about)s") % {"about": about},
            page="programs:surveys:answer",
            act=_("Answer"),
        ),
    )
    to_take = Kind(
        sheets_of(user).order_by("invitation__collection__closes_at", "pk"),
        what="quiz__unit__title",
        about=F("enrolment__cohort__title"),
        due=F("invitation__collection__closes_at"),
        row="enrolment__public_id",
        tell=tells(
            lambda title: _("Show what has stayed: %(title)s") % {"title": title},
            page="programs:learning:course",
            act=_("Go to the course"),
        ),
    )
    return [to_answer, to_take]
