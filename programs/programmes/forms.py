"""Planning a programme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.organisations.models import Jurisdiction, Organisation
from portal.ui.forms import PortalForm, PortalModelForm
from programs.curriculum.models import Edition
from programs.programmes.models import Programme, ProgrammePartner


class ProgrammeForm(PortalModelForm):
    jurisdictions = forms.ModelMultipleChoiceField(
        label=_("Jurisdictions"), queryset=Jurisdiction.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Programme
        fields = (
            "code", "title", "summary", "lead_organisation", "region", "currency", "starts", "ends", "state",
            "jurisdictions", "revision",
        )  # fmt: skip
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}


class PartnerForm(PortalForm):
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.all())
    role_code = forms.ChoiceField(label=_("Part"), choices=ProgrammePartner.RoleCode.choices)


class UseEditionForm(PortalForm):
    edition = forms.ModelChoiceField(
        label=_("Module edition"),
        queryset=Edition.objects.filter(state=Edition.State.PUBLISHED).select_related("module"),
    )
