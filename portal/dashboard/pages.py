"""Public pages: home, privacy and accessibility."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from portal.access.decorators import allow
from portal.access.policies import everyone
from portal.dashboard.registry import public_cards
from portal.ui.pages import render_page


@allow(everyone)
@require_GET
def public_home(request: HttpRequest) -> HttpResponse:
    """Show the results chain, the published figures and how to verify a certificate."""
    cards = [{"template": card.template, "card": card.build(request.user)} for card in public_cards()]
    return render_page(
        request,
        "portal/dashboard/public_home.html",
        cards=[card for card in cards if card["card"] is not None],
    )


@allow(everyone)
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render_page(request, "portal/dashboard/privacy.html")


@allow(everyone)
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render_page(request, "portal/dashboard/accessibility.html")
