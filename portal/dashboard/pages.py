"""Pages for everyone: what the portal is, and what it promises."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from portal.access.decorators import allow
from portal.access.policies import everyone
from portal.dashboard.registry import public_cards
from portal.ui.pages import render_page


@allow(everyone)
@require_GET
def public_home(request: HttpRequest) -> HttpResponse:
    """The chain in words, the figures that were released, and the way to verify a certificate."""
    parts = [{"template": part.template, "card": part.build(request.user)} for part in public_cards()]
    return render_page(
        request,
        "portal/dashboard/public_home.html",
        parts=[part for part in parts if part["card"] is not None],
    )


@allow(everyone)
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render_page(request, "portal/dashboard/privacy.html")


@allow(everyone)
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render_page(request, "portal/dashboard/accessibility.html")
