"""Form to change the closing time of a collection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import MOMENT, PortalForm


class CloseTimeForm(PortalForm):
    """The service checks whether the time is allowed (`invitations.change_closing_time`)."""

    closes_at = forms.DateTimeField(
        label=_("Closes"), widget=MOMENT, help_text=_("Times are in your time zone.")
    )
