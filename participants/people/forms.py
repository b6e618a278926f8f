"""The profile form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.accounts.names import clean_name
from participants.people.models import Person
from portal.languages.zones import ZONES
from portal.owner.current import offered_languages
from portal.ui.forms import PortalModelForm


class ProfileForm(PortalModelForm):
    language = forms.ChoiceField(label=_("Portal language"), choices=offered_languages)
    timezone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)

    class Meta:
        model = Person
        fields = ("full_name", "name_for_certificate", "function", "jurisdiction", "language", "timezone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.instance.user
        self.fields["language"].initial, self.fields["timezone"].initial = user.language, user.timezone

    def clean_full_name(self) -> str:
        name = clean_name(self.cleaned_data["full_name"])
        if not name:
            raise forms.ValidationError(_("Enter your name."))
        return name

    def clean_name_for_certificate(self) -> str:
        return clean_name(self.cleaned_data["name_for_certificate"])
