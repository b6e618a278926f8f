"""The last moment for answers, moved by those who look after a collection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import MOMENT, PortalForm


class CloseTimeForm(PortalForm):
    """Whether the moment may be is the service's to say (`inviting.move_close`)."""

    closes_at = forms.DateTimeField(
        label=_("Closes"), widget=MOMENT, help_text=_("Times are in your time zone.")
    )
