"""Rendering pages, form pages and confirmation pages; pages with an invalid form have status 422."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from portal.access.errors import DomainError
from portal.ui import once
from portal.ui.forms import DomainErrorMixin


def render_page(
    request: HttpRequest, template: str, *, status: int | None = None, **context: Any
) -> HttpResponse:
    """Render `template`, with status 422 if a form in the context has errors, else 200."""
    if status is None:
        has_errors = any(
            isinstance(value, DomainErrorMixin) and value.has_errors for value in context.values()
        )
        status = 422 if has_errors else 200
    return render(request, template, context, status=status)


def post_data(request: HttpRequest) -> QueryDict | None:
    """The data for a form: the posted fields, or None for a GET request."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: Any,
    action: Callable[..., Any],
    *,
    success_url: Callable[[Any], Any] | str = "",
    template: str = "portal/ui/form.html",
    breadcrumbs: Sequence[tuple[str, Any]] = (),
    success_message: str = "",
    **context: Any,
) -> HttpResponse:
    """A page with one form: if it is valid, call the service `action(by=…, **cleaned_data)` and redirect.

    `success_url` is a URL, or a function of the service's result that returns a URL or an object with one. Without it,
    and without `back`, the last of `breadcrumbs` is used. `success_message` is shown there.

    After an error the form keeps its values. A form for a new row acts once, however often it is sent
    (`portal.ui.once`). The shared template uses `heading`, `about`, `lead`, `submit`, `danger`, `back` and `history`
    (the row whose history is linked).
    """
    parent = breadcrumbs[-1][0] if breadcrumbs else ""

    def act(fields: dict[str, Any]) -> Any:
        done = action(by=request.user, **fields)
        return success_url(done) if callable(success_url) else success_url or parent

    if getattr(getattr(form, "instance", None), "pk", None) is None:  # editing has a revision instead
        once.add_key(form)
    if form.is_valid():
        with form.map_domain_errors():
            url, _acted = once.act_once(request, form, act)
            if success_message:
                messages.success(request, success_message)
            return redirect(url)
    return render_page(request, template, form=form, breadcrumbs=breadcrumbs, **{"back": parent, **context})


def confirm_page(
    request: HttpRequest,
    action: Callable[..., Any],
    *,
    back: str,
    success_url: Callable[[Any], Any] | str = "",
    success_message: str = "",
    **context: Any,
) -> HttpResponse:
    """Ask for confirmation, then call the service `action(by=…)` and redirect to `success_url` or `back`.

    An error is shown at `back`. The page uses `question`, `effect`, `confirm_label`, `cancel_label` and `danger`.
    """
    if request.method != "POST":
        return render_page(request, "confirm.html", **{"cancel_label": _("Cancel"), "back": back, **context})
    return post_action(request, action, back=back, success_url=success_url, success_message=success_message)


def post_action(
    request: HttpRequest,
    action: Callable[..., Any],
    *,
    back: str,
    success_url: Callable[[Any], Any] | str = "",
    success_message: Callable[[Any], str] | str = "",
) -> HttpResponse:
    """Call the service `action(by=…)` and redirect to `success_url` or `back`. An error is shown at `back`.

    `success_url` and `success_message` may be functions of the service's result.
    """
    try:
        done = action(by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(back)
    if success_message:
        messages.success(request, success_message(done) if callable(success_message) else success_message)
    return redirect(success_url(done) if callable(success_url) else success_url or back)


def redirect_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to the posted `next` if it is a page of this site, else to the URL `otherwise`."""
    url = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return redirect(url if is_safe else otherwise)
