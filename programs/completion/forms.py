"""The form for completion criteria."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import PortalForm


class CriteriaForm(PortalForm):
    """Percentages for display; the criteria are stored as shares."""

    attendance_percent = forms.IntegerField(
        label=_("Minimum session time attended, in per cent"), min_value=0, max_value=100
    )
    quiz_percent = forms.IntegerField(
        label=_("Minimum final test result, in per cent"),
        min_value=0,
        max_value=100,
        help_text=_("Enter 0 if no test is required."),
    )
    all_units = forms.BooleanField(label=_("All units must be completed"), required=False)
