"""Home: each role's decisions, courses or reports, from the cards that the apps registered."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.access.decorators import allow
from portal.access.policies import signed_in
from portal.desk.registry import cards_of
from portal.ui.pages import page


@allow(signed_in)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    main, side = cards_of(request.user)
    decisions = sum(len(card["card"].get("decisions", ())) for card in main)
    return page(
        request, "portal/desk/home.html", main=main, side=side, decisions=decisions, now=timezone.localtime()
    )
