"""Home: each role's decisions, courses or reports, from the cards that the apps registered."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.dashboard.action_items import action_items_for
from portal.dashboard.registry import cards_of, merge_action_items
from portal.ui.pages import render_page


@allow(is_signed_in)
@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    main, side = cards_of(request.user)
    today = timezone.localdate()
    rows = merge_action_items(request.user, action_items_for(request.user))
    decisions = [(row, (row.due - today).days if row.due else None) for row in rows]
    return render_page(
        request,
        "portal/dashboard/home.html",
        main=main,
        side=side,
        decisions=decisions,
        overdue=sum(days is not None and days < 0 for _row, days in decisions),
        now=timezone.localtime(),
    )
