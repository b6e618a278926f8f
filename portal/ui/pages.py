"""Rendering pages: the status tells whether the form was refused, so that no client takes a refusal for success."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from portal.ui.forms import RefusalsMixin


def page(request: HttpRequest, template: str, *, status: int | None = None, **context: Any) -> HttpResponse:
    """Render `template`; 422 when any form in the context was refused, 200 otherwise."""
    if status is None:
        refused = any(isinstance(value, RefusalsMixin) and value.was_refused for value in context.values())
        status = 422 if refused else 200
    return render(request, template, context, status=status)


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to the form's `next` where that is a page of ours, else to `otherwise` (an address)."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if ours else otherwise)
