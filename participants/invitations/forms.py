"""The form that invites people, and the one with which an invited person opens an account."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import RoleAssignment
from participants.accounts.names import clean_name
from participants.invitations import lines
from participants.invitations.models import AccountInvitation
from participants.invitations.services import Grant
from participants.organisations.models import Jurisdiction, Organisation
from portal.languages.numbers import interpolate
from portal.languages.zones import local_zone_choices
from portal.owner.current import offered_languages
from portal.ui.forms import PortalForm

MAX_PEOPLE = 20_000


class InviteForm(PortalForm):
    """One role and scope for everybody in the list."""

    role = forms.ChoiceField(label=_("Role"), choices=RoleAssignment.Role.choices)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.all(), required=False,
        help_text=_("Leave organisation and jurisdiction empty for the whole portal."),
    )  # fmt: skip
    jurisdiction = forms.ModelChoiceField(
        label=_("Jurisdiction"), queryset=Jurisdiction.objects.all(), required=False
    )
    ends = forms.DateField(
        label=_("Role ends on"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave empty if the role has no end."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the email"), choices=offered_languages)
    people = forms.CharField(
        label=_("People, one per line"), max_length=2_000_000, widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=_("Only the email address is required. For example: a.tui@courts.example; Ana Tui"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.invalid: list[lines.InvalidLine] = []

    def clean_ends(self) -> Any:
        ends = self.cleaned_data["ends"]
        if ends and ends < timezone.localdate():
            raise forms.ValidationError(_("Choose a day in the future."))
        return ends

    def clean_people(self) -> list[lines.Person]:
        people, self.invalid = lines.read(self.cleaned_data["people"])
        if not people:
            raise forms.ValidationError(_("There is no email address in the list."))
        if len(people) > MAX_PEOPLE:
            raise forms.ValidationError(
                _("Invite at most %(most)s people at once. The list has %(n)s."),
                params={"most": MAX_PEOPLE, "n": len(people)},
            )
        return people

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role, organisation = cleaned.get("role"), cleaned.get("organisation")
        if organisation and cleaned.get("jurisdiction"):
            self.add_error("jurisdiction", _("Choose an organisation or a jurisdiction, not both."))
        if role == RoleAssignment.Role.FUNDER and not organisation:
            self.add_error("organisation", _("Choose the organisation that the funder represents."))
        return cleaned

    def grant(self) -> Grant:
        """The role of a valid form."""
        data = self.cleaned_data
        return Grant(data["role"], data["organisation"], data["jurisdiction"], data["ends"])


class OpenAccountForm(PortalForm):
    full_name = forms.CharField(
        label=_("Name"), max_length=120,
        help_text=_("Enter your name as you write it, in any script and order."),
    )  # fmt: skip
    jurisdiction = forms.ModelChoiceField(
        label=_("Jurisdiction"), queryset=Jurisdiction.objects.all(), required=False
    )
    organisation = forms.ModelChoiceField(
        label=_("Court or organisation (optional)"), queryset=Organisation.objects.all(), required=False,
        help_text=_("Where you work now. Leave empty if it is not in the list."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=offered_languages)
    timezone_name = forms.ChoiceField(label=_("Time zone"), choices=local_zone_choices)
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, invitation: AccountInvitation, **kwargs: Any) -> None:
        jurisdiction = invitation.jurisdiction or (
            invitation.organisation and invitation.organisation.jurisdiction
        )
        kwargs["initial"] = {
            "full_name": invitation.name,
            "language": invitation.language,
            "jurisdiction": jurisdiction,
            "timezone_name": jurisdiction.timezone if jurisdiction else "UTC",
        }
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = interpolate(
            gettext("At least %(n)s characters. Several words are easy to remember and hard to guess."),
            n=_min_length(),
        )

    def clean_full_name(self) -> str:
        name = clean_name(self.cleaned_data["full_name"])
        if not name:
            raise forms.ValidationError(_("Enter your name."))
        return name

    def clean_password(self) -> str:
        password_validation.validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


def _min_length() -> int:
    """The least number of characters that the validators of the settings accept."""
    validators = password_validation.get_default_password_validators()
    return max(getattr(validator, "min_length", 0) for validator in validators)
