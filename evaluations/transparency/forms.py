"""The summary that the public reads."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import PortalForm


class ReleaseForm(PortalForm):
    summary = forms.CharField(
        label=_("Summary for the public"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
        help_text=_(
            "In plain words, without names of people. The headline figures stand below it by themselves."
        ),
    )
