"""The page on which an invited person names a colleague to respond instead."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.collection import delegation
from assessments.collection.models import Invitation
from assessments.collection.views import base_context, by_link
from portal.access.decorators import allow
from portal.access.policies import everyone
from portal.access.throttling import is_throttled
from portal.error_pages import too_many_requests
from portal.links.services import hash_of
from portal.ui.forms import PortalForm
from portal.ui.pages import post_data, render_page

TRIES = "5/hour"  # each attempt reveals a little about the respondent list, or sends an email
SECONDS = 3600


class ColleagueForm(PortalForm):
    name = forms.CharField(label=_lazy("Their name"), max_length=120)
    email = forms.EmailField(label=_lazy("Their email address"))
    language = forms.ChoiceField(label=_lazy("Language for emails to them"))

    def __init__(self, *args: object, languages: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        offered = [(code, names[code]) for code in languages if code in names]
        self.fields["language"].choices = offered  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """The name appears in an email that we send, so it must not contain an address."""
        name: str = self.cleaned_data["name"]
        if any(sign in name for sign in ("/", "@", "<", ">", "\\")) or "www." in name.casefold():
            raise ValidationError(_("Enter the name only, without an email or web address."))
        return name


@allow(everyone)
@never_cache
@require_http_methods(["GET", "POST"])
@by_link
def delegate(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Ask for confirmation: delegating ends the person's own access and deletes their draft."""
    if not delegation.is_for_colleagues(invitation.collection):
        raise Http404
    languages = list(invitation.collection.languages)
    form = ColleagueForm(
        post_data(request), languages=languages, initial={"language": translation.get_language() or "en"}
    )
    if form.is_valid():
        if is_throttled(request, scope="pass-on", key=hash_of(token), rate=TRIES):
            return too_many_requests(request, seconds=SECONDS)
        with form.map_domain_errors():
            colleague = delegation.delegate(invitation=invitation, **form.cleaned_data)
            return render_page(request, "assessments/collection/delegated.html", colleague=colleague)
    return render_page(
        request,
        "assessments/collection/delegate.html",
        form=form,
        back=reverse("assessments:collection:answer", args=[token]),
        **base_context(invitation, token),
    )
