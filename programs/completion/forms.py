"""Stating what completing means."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import PortalForm


class RuleForm(PortalForm):
    """Percent for people, shares for the rule."""

    attendance_percent = forms.IntegerField(
        label=_("Session time attended, in percent"), min_value=0, max_value=100
    )
    quiz_percent = forms.IntegerField(
        label=_("Result of the final test, in percent"),
        min_value=0,
        max_value=100,
        help_text=_("0: no test is asked."),
    )
    all_units = forms.BooleanField(label=_("Every unit is done"), required=False)
