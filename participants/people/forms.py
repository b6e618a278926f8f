"""The profile form, and the forms of the register of people."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.accounts.names import clean_name
from participants.organisations.models import Organisation
from participants.people.models import Affiliation, Person, organisations_in_reach
from participants.people.policies import manages_all
from portal.access.users import AnyUser
from portal.languages.zones import local_zone_choices
from portal.owner.current import offered_languages
from portal.ui.forms import PortalForm, PortalModelForm, set_querysets


class ProfileForm(PortalModelForm):
    language = forms.ChoiceField(label=_("Portal language"), choices=offered_languages)
    timezone = forms.ChoiceField(label=_("Time zone"), choices=local_zone_choices)

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


class PersonForm(PortalModelForm):
    """Details of a person. The address of somebody with an account is changed by that person."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Person
        fields = (
            "full_name", "email", "function", "jurisdiction", "sex", "languages", "name_for_certificate", "revision",
        )  # fmt: skip
        labels = {"email": _("Email address (optional)"), "function": _("Function (optional)")}
        help_texts = {
            "full_name": _("As the person writes it, in any script and order."),
            "name_for_certificate": _("Leave empty to use the name above."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", 1)
        if self.instance.user_id:
            del self.fields["email"]
        # Languages of the register may be others than those of the portal; they stay selected.
        offered = dict(settings.LANGUAGES)
        others = [code for code in self.instance.languages if code not in offered]
        self.fields["languages"].choices = [*offered.items(), *((code, code) for code in others)]  # type: ignore[attr-defined]

    def clean_full_name(self) -> str:
        name = clean_name(self.cleaned_data["full_name"])
        if not name:
            raise forms.ValidationError(_("Enter the name."))
        return name

    def clean_name_for_certificate(self) -> str:
        return clean_name(self.cleaned_data["name_for_certificate"])


class NewPersonForm(PersonForm):
    """A person and the first affiliation. `new_id` makes a form that is sent twice add one person."""

    organisation = forms.ModelChoiceField(
        label=_("Court or organisation"), queryset=Organisation.objects.none(), required=False
    )
    starts = forms.DateField(label=_("There since"), required=False)
    is_another_person = forms.BooleanField(label=_("This is another person"), required=False)
    new_id = forms.UUIDField(widget=forms.HiddenInput)
    field_order = (
        "full_name", "email", "function", "organisation", "starts", "jurisdiction", "sex", "languages",
        "name_for_certificate", "is_another_person",
    )  # fmt: skip

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(new_id=uuid.uuid4(), starts=timezone.localdate())
        set_querysets(self, organisation=organisations_in_reach(user))
        organisation = self.fields["organisation"]
        organisation.required = not manages_all(user)
        organisation.label = (
            _("Court or organisation") if organisation.required else _("Court or organisation (optional)")
        )
        if not (self.is_bound and self.data.get("is_another_person")):
            self.fields["is_another_person"].widget = forms.HiddenInput()

    def add_error(self, field: str | None, error: Any) -> None:
        """The question is asked only after a similar name was found."""
        super().add_error(field, error)
        if field == "is_another_person":
            self.fields[field].widget = forms.CheckboxInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts") is None:
            cleaned["starts"] = timezone.localdate()
        return cleaned


class AffiliationForm(PortalModelForm):
    class Meta:
        model = Affiliation
        fields = ("organisation", "function", "starts", "ends")
        labels = {"function": _("Function (optional)"), "ends": _("Until (optional)")}

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts", timezone.localdate())
        set_querysets(self, organisation=organisations_in_reach(user))


class ArchiveForm(PortalForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For example: left the judiciary in March 2026.")
    )
