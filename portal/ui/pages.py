"""Rendering pages: the status tells whether the form was refused, so that no client takes a refusal for success."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.ui.forms import RefusalsMixin


def page(request: HttpRequest, template: str, *, status: int | None = None, **context: Any) -> HttpResponse:
    """Render `template`; 422 when any form in the context was refused, 200 otherwise."""
    if status is None:
        refused = any(isinstance(value, RefusalsMixin) and value.was_refused for value in context.values())
        status = 422 if refused else 200
    return render(request, template, context, status=status)
