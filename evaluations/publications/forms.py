"""Form for the summary that the public reads."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import PortalForm


class ReleaseForm(PortalForm):
    summary = forms.CharField(
        label=_("Public summary"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
        help_text=_(
            "Use plain language and do not name people. The headline figures are added below it "
            "automatically."
        ),
    )
