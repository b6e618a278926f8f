"""The page of all parts: where a builder of pages looks first, and where tests look for faults of the parts."""

import datetime
from pathlib import Path

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from portal.access.decorators import allow
from portal.access.policies import everyone
from portal.ui.forms import PortalForm
from portal.ui.pages import render_page


class SampleForm(PortalForm):
    """One field of each kind, filled in so that two are refused; English alone, like the page."""

    title = forms.CharField(label="Title", help_text="As it will stand on the certificate")
    first_session = forms.DateField(label="First session", help_text="Day, month, year")
    places = forms.IntegerField(label="Places", min_value=1, max_value=500)
    language = forms.ChoiceField(label="Language", choices=settings.LANGUAGES)
    joining = forms.ChoiceField(
        label="How people join",
        choices=[("court", "Nominated by their court"), ("self", "Apply themselves")],
        widget=forms.RadioSelect,
    )
    also = forms.MultipleChoiceField(
        label="Also offer",
        choices=[("phone", "Telephone line for each session"), ("care", "Childcare grant")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.FileField(label="Programme note", help_text="PDF or DOCX, up to 10 MB", required=False)
    told = forms.BooleanField(label="Tell the courts by e-mail", required=False)

    def clean_first_session(self) -> datetime.date:
        raise forms.ValidationError("This day lies before today.")


@allow(everyone)
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Show the parts; only a demonstration site has this page."""
    if not settings.DEMO:
        raise Http404
    typed = {"title": "Case-flow management: cohort 4", "first_session": "2026-01-12", "places": "thirty"}
    form = SampleForm(typed | {"language": "en", "joining": "court", "also": ["phone"]})
    return render_page(request, "portal/ui/components.html", status=200, form=form, icons=_icons())


def _icons() -> list[str]:
    sprite = Path(settings.BASE_DIR / "static" / "icons.svg").read_text()
    return [part.split('"', 1)[0] for part in sprite.split('id="i-')[1:]]
