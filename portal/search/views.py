"""The search page."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.search.queries import find
from portal.ui.pages import render_page


@allow(is_signed_in)
@require_GET
def search(request: SignedInRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    return render_page(request, "portal/search/search.html", search_text=text, hits=find(request.user, text))
