"""What waits for someone who takes courses: surveys that they were asked to answer."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from portal.desk.registry import Decision
from portal.desk.waiting import Kind, tells, waiting
from programs.surveys.queries import waiting_for


def decisions(user: Any) -> list[Decision]:
    """One query."""
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
    return waiting(to_answer)
