"""The history page of any record."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.audit.queries import history_of
from portal.audit.registry import readable
from portal.ui.pages import render_page


@allow(is_signed_in)
@require_GET
def history(request: SignedInRequest, label: str, public_id: uuid.UUID) -> HttpResponse:
    """Show who changed what and when; 404 if the user may not see the row, 403 if they may not see its history."""
    registered = readable(label)
    if registered is None:
        raise Http404
    model, may_read = registered
    row = model.objects.visible_to(request.user).filter(public_id=public_id).first()  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    if not may_read(request.user, row):
        raise PermissionDenied
    return render_page(request, "portal/audit/history.html", row=row, steps=history_of(row))
