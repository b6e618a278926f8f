"""What the search box answers."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from portal.access.decorators import allow
from portal.access.policies import may_view_chain
from portal.search.queries import find
from portal.ui.pages import render_page


@allow(may_view_chain)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    return render_page(request, "portal/search/search.html", search_text=text, hits=find(request.user, text))
