"""Forms to create a report and edit its narrative."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.reports.narrative import FIELDS
from portal.access.users import AnyUser
from portal.owner.current import offered_languages
from portal.ui.forms import PortalForm, set_querysets
from programs.programmes.models import Programme

MAX_LENGTH = 4000


class ReportForm(PortalForm):
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), to_field_name="public_id"
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    starts = forms.DateField(label=_("Period from"))
    ends = forms.DateField(label=_("Period to"))
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=offered_languages, widget=forms.CheckboxSelectMultiple, initial=["en"]
    )

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_querysets(self, programme=Programme.objects.coordinated_by(user))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            message = _("The period must end on or after its first day.")
            self.add_error("ends", forms.ValidationError(message, code="ends_before_start"))
        return data


class NarrativeForm(PortalForm):
    """One field per heading; `revision` detects simultaneous edits."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in FIELDS.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=MAX_LENGTH,
                widget=forms.Textarea(attrs={"rows": 5, "class": "input"}),
            )

    @property
    def narrative(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}
