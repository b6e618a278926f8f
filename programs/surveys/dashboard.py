"""Action items for surveys that the user has not answered."""

from django.db.models import F
from django.utils.translation import gettext as _

from participants.accounts.models import User
from portal.dashboard.action_items import ActionItemQuery, item_builder
from portal.languages.numbers import interpolate
from programs.surveys.queries import unanswered_surveys


def action_items(user: User) -> list[ActionItemQuery]:
    rows = unanswered_surveys(user).order_by("collection__closes_at", "pk")
    to_answer = ActionItemQuery(
        rows,
        what="collection__subject",
        due=F("collection__closes_at"),
        build=item_builder(
            lambda about: interpolate(_("Complete the survey: %(about)s"), about=about),
            page="programs:surveys:answer",
            action_label=_("Answer"),
        ),
    )
    return [to_answer]
