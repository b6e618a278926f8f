"""Forms of a register entry and of the import."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.stakeholders import policies
from assessments.stakeholders.models import Stakeholder
from participants.organisations.models import Jurisdiction
from portal.access.users import AnyUser
from portal.tables.imports.forms import ImportForm
from portal.ui.forms import PortalModelForm


class StakeholderForm(PortalModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Stakeholder
        fields = (
            "kind", "name", "jurisdiction", "group_code", "court_level", "organisation", "function", "email",
            "language", "note", "revision",
        )  # fmt: skip
        widgets = {"kind": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "court_level": _("Only for judges, court presidents and court staff."),
            "email": _("Without an email address, we cannot send an invitation."),
            "language": _("We send emails in this language if the questionnaire is available in it."),
            "note": _("Everyone who manages this jurisdiction’s register can read it."),
        }

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].queryset = policies.jurisdictions_for(user)  # type: ignore[attr-defined]


class StakeholdersImportForm(ImportForm):
    """The jurisdiction whose register the file is imported into."""

    jurisdiction = forms.ModelChoiceField(label=_("Jurisdiction"), queryset=Jurisdiction.objects.none())
    field_order = ["jurisdiction", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].queryset = policies.jurisdictions_for(self.user)  # type: ignore[attr-defined]
