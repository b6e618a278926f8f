"""Form of a training offer."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.competencies.models import Competency
from assessments.landscape import policies
from assessments.landscape.models import ExternalProgramme
from participants.organisations.models import Jurisdiction
from portal.access.users import AnyUser
from portal.ui.forms import PortalModelForm, set_choices, set_querysets


class OfferForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    competencies = forms.ModelMultipleChoiceField(
        label=_("Competencies"), queryset=Competency.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    jurisdictions = forms.ModelMultipleChoiceField(
        label=_("Open to"), queryset=Jurisdiction.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ExternalProgramme
        fields = (
            "title", "organisation", "summary", "starts", "ends", "mode", "seats", "jurisdictions", "languages",
            "competencies", "url", "contact", "source", "source_id", "last_confirmed_on", "revision",
        )  # fmt: skip
        widgets = {"summary": forms.Textarea(attrs={"rows": 3}), "mode": forms.RadioSelect}
        help_texts = {
            "seats": _("Seats for people from outside the organisation. Leave empty if not known."),
            "contact": _("Enter an office, not a person. Everyone who is signed in can see it."),
            "source": _("Where you found it, such as a catalogue, a letter or a call for applications."),
            "last_confirmed_on": _("When the offer was last seen or confirmed."),
        }

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = teachable()
        if self.instance.pk:
            current = self.instance.competencies.all()
            offered = (teachable() | current).distinct().prefetch_related("texts")
        set_querysets(self, organisation=policies.owners_for(user), competencies=offered)
        set_choices(self, mode=ExternalProgramme.Mode.choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day must not be before the first day."))
        return cleaned


def teachable() -> Any:
    """The competencies of adopted frameworks."""
    return (
        Competency.objects.filter(kind=Competency.Kind.COMPETENCY, version__state="adopted")
        .order_by("version", "position", "code")
        .prefetch_related("texts")
    )
