"""The session form, with times in the session's time zone."""

import zoneinfo
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.languages.zones import ZONES
from portal.ui.forms import MOMENT, PortalModelForm
from programs.sessions.models import Session


class SessionForm(PortalModelForm):
    timezone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)

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
            zone = zoneinfo.ZoneInfo(self.instance.timezone)
            for name in ("starts", "ends"):
                self.initial[name] = timezone.make_naive(getattr(self.instance, name), zone)

    def clean(self) -> dict[str, Any]:
        """Interpret the times in the session's time zone, since browsers send them without one."""
        cleaned = super().clean() or {}
        zone = cleaned.get("timezone")
        for name in ("starts", "ends"):
            moment = cleaned.get(name)
            if zone and isinstance(moment, datetime):
                naive = timezone.make_naive(moment) if timezone.is_aware(moment) else moment
                cleaned[name] = naive.replace(tzinfo=zoneinfo.ZoneInfo(zone))
        return cleaned
