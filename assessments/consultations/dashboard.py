"""Action items: consultations held without recorded findings."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.consultations.models import Consultation
from assessments.needs.models import NeedsAssessment
from portal.access.users import AnyUser
from portal.dashboard.action_items import ActionItemQuery, item_builder
from portal.languages.numbers import interpolate

REMIND_WITHIN = timedelta(
    days=90
)  # after this period nobody is reminded, because nobody remembers what was said


def findings_due(user: AnyUser) -> ActionItemQuery:
    own = NeedsAssessment.objects.managed_by(user).order_by()
    today = timezone.localdate()
    rows = Consultation.objects.filter(
        assessment__in=own.values("pk"),
        held_on__range=(today - REMIND_WITHIN, today),
        findings=None,
    )
    return ActionItemQuery(
        rows.order_by("held_on", "pk"),
        what="title",
        about=F("assessment__title"),
        build=item_builder(
            lambda talk: interpolate(_("Add the findings: %(consultation)s"), consultation=talk),
            page="assessments:consultations:consultation",
            action_label=_("Add the findings"),
        ),
    )
