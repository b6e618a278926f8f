"""Action items for retention tests."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.collection.models import Invitation
from participants.accounts.models import User
from portal.dashboard.action_items import ActionItemQuery, item_builder
from portal.languages.numbers import interpolate
from programs.learning.models import StartedAttempt


def action_items(user: User) -> list[ActionItemQuery]:
    """Retention tests to which the user was invited and which they have not submitted."""
    rows = StartedAttempt.objects.filter(
        enrolment__person__user=user,
        invitation__invited_at__isnull=False,
        invitation__state__in=[Invitation.State.INVITED, Invitation.State.STARTED],
        invitation__collection__closes_at__gt=timezone.now(),
    )
    to_take = ActionItemQuery(
        rows.order_by("invitation__collection__closes_at", "pk"),
        what="quiz__unit__title",
        about=F("enrolment__cohort__title"),
        due=F("invitation__collection__closes_at"),
        row="enrolment__public_id",
        build=item_builder(
            lambda title: interpolate(_("Take the follow-up test: %(title)s"), title=title),
            page="programs:learning:course",
            action_label=_("Go to the course"),
        ),
    )
    return [to_take]
