"""The additional sign-up fields, and the form that assigns a role."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants.accounts.models import RoleAssignment, User
from participants.accounts.names import clean_name, person_named
from portal.owner.current import offered_languages
from portal.ui.forms import PortalModelForm


class SignupDetailsForm(forms.Form):
    """Name and language at sign-up; the initial language is that of the page."""

    full_name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Enter your name as you write it, in any script and order."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=offered_languages)
    field_order = ("full_name", "email", "password1", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()

    def clean_full_name(self) -> str:
        name = clean_name(self.cleaned_data["full_name"])
        if not name:
            raise forms.ValidationError(_("Enter your name."))
        return name

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002  # allauth's signature
        user.language = self.cleaned_data["language"]
        user.save(update_fields=["language"])
        person_named.send(sender=type(user), user=user, full_name=self.cleaned_data["full_name"])


class RoleForm(PortalModelForm):
    """Assign a role. The person is identified by email address, since a list of all people would be too long."""

    user = forms.EmailField(label=_("Email address"))

    class Meta:
        model = RoleAssignment
        fields = ("user", "role", "organisation", "jurisdiction", "starts", "ends")

    def clean_user(self) -> User:
        user = User.objects.filter(email__iexact=self.cleaned_data["user"]).first()
        if user is None:
            raise forms.ValidationError(_("No account uses this email address yet."))
        return user
