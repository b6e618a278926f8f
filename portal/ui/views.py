"""The page with all components of the design system, for developers and for accessibility tests."""

import datetime
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_safe

from portal.access.decorators import allow
from portal.access.policies import everyone
from portal.ui.forms import PortalForm
from portal.ui.pages import render_page


class SampleForm(PortalForm):
    """One field of each kind; two of the values are invalid. In English only, like the page."""

    title = forms.CharField(label="Title", help_text="As printed on the certificate")
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
        choices=[("phone", "Phone line for each session"), ("care", "Childcare grant")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.FileField(label="Programme note", help_text="PDF or DOCX, up to 10 MB", required=False)
    notify = forms.BooleanField(label="Notify the courts by email", required=False)

    def clean_first_session(self) -> datetime.date:
        raise forms.ValidationError("Enter a date in the future.")


@allow(everyone)
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Show all components; the page exists in demo mode only."""
    if not settings.DEMO:
        raise Http404
    values = {"title": "Case-flow management: cohort 4", "first_session": "2026-01-12", "places": "thirty"}
    form = SampleForm(values | {"language": "en", "joining": "court", "also": ["phone"]})
    return render_page(request, "portal/ui/components.html", status=200, form=form, icons=_icons())


def _icons() -> list[str]:
    sprite = Path(settings.BASE_DIR / "static" / "icons.svg").read_text()
    return [part.split('"', 1)[0] for part in sprite.split('id="i-')[1:]]


SERVICE_WORKER = (settings.BASE_DIR / "static/js/service-worker.js").read_text()


@allow(everyone)
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page that browsers store for times without a connection. It names nobody: others may use the browser."""
    return render_page(request, "portal/ui/offline.html", user=AnonymousUser(), nav_items=[])


@allow(everyone)
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:  # the same for everyone
    """The service worker, at the root because it is responsible for all pages."""
    response = HttpResponse(SERVICE_WORKER, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
