"""Rendering pages: the status tells whether the form was refused, so that no client takes a refusal for success."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from portal.access.errors import DomainError
from portal.ui.forms import DomainErrorMixin


def render_page(
    request: HttpRequest, template: str, *, status: int | None = None, **context: Any
) -> HttpResponse:
    """Render `template`; 422 when any form in the context was refused, 200 otherwise."""
    if status is None:
        refused = any(isinstance(value, DomainErrorMixin) and value.has_errors for value in context.values())
        status = 422 if refused else 200
    return render(request, template, context, status=status)


def post_data(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the fields sent, or None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: Any,
    action: Callable[..., Any],
    *,
    success_url: Callable[[Any], Any] | str,
    template: str = "portal/ui/form.html",
    breadcrumbs: Sequence[tuple[str, Any]] = (),
    success_message: str = "",
    **context: Any,
) -> HttpResponse:
    """The page of one form: what is valid goes to the service `act(by=…, **typed)`, then on `to` its address.

    `to` is an address, or makes one (or an object that has one) of what the service returned; `said` is told there.
    A refusal shows the form again with all that was typed. The shared template reads `heading`, `about`, `lead`,
    `submit`, `danger`, `back` and `history` (the row whose changes are linked).
    """
    if form.is_valid():
        with form.map_domain_errors():
            done = action(by=request.user, **form.cleaned_data)
            if success_message:
                messages.success(request, success_message)
            return redirect(success_url if isinstance(success_url, str) else success_url(done))
    return render_page(request, template, form=form, breadcrumbs=breadcrumbs, **context)


def confirm_page(
    request: HttpRequest,
    action: Callable[..., Any],
    *,
    back: str,
    success_url: Callable[[Any], Any] | str = "",
    success_message: str = "",
    **context: Any,
) -> HttpResponse:
    """Asks once, then calls the service `act(by=…)` and goes on `to`, as `form_page` does; without one, `back`.

    A refusal is told at `back`. The page reads `question`, `effect`, `confirm_label`, `cancel_label` and `danger`.
    """
    if request.method != "POST":
        return render_page(request, "confirm.html", **{"cancel_label": _("Cancel"), "back": back, **context})
    try:
        done = action(by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(back)
    if success_message:
        messages.success(request, success_message)
    return redirect(success_url(done) if callable(success_url) else success_url or back)


def redirect_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to the form's `next` where that is a page of ours, else to `otherwise` (an address)."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if ours else otherwise)
