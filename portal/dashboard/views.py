"""The home page: action items and the cards that the apps have registered for the user's roles."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.dashboard.action_items import action_items_for
from portal.dashboard.registry import cards_of, first_steps_of
from portal.ui.pages import render_page


@allow(is_signed_in)
@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    main, side = cards_of(request.user)
    today = timezone.localdate()
    items = action_items_for(request.user)
    action_items = [(item, (item.due - today).days if item.due else None) for item in items]
    is_empty = not main and not side and not items
    return render_page(
        request,
        "portal/dashboard/home.html",
        is_empty=is_empty,
        first_steps=first_steps_of(request.user) if is_empty else [],
        main=main,
        side=side,
        action_items=action_items,
        overdue=sum(days is not None and days < 0 for _item, days in action_items),
        now=timezone.localtime(),
    )
