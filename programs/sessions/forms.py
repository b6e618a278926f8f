"""The session form, with times in the session's time zone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.languages.zones import local_zone_choices
from portal.ui.forms import MOMENT, PortalForm, PortalModelForm
from portal.ui.zoned_times import aware_times_of, naive_times_of
from programs.sessions.models import Session


class SessionForm(PortalModelForm):
    timezone = forms.ChoiceField(label=_("Time zone"), choices=local_zone_choices)

    class Meta:
        model = Session
        fields = ("title", "delivery_mode", "timezone", "starts", "ends", "venue", "join_url", "join_phone")
        widgets = {
            "starts": MOMENT,
            "ends": MOMENT,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(naive_times_of(self.instance))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned | aware_times_of(cleaned)


class MeetingListForm(PortalForm):
    file = forms.FileField(
        label=_("Attendance list"),
        help_text=_(
            "The list of participants that Zoom, Teams or Webex offers for download: CSV or XLSX. Nothing is saved "
            "before you have checked it."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
