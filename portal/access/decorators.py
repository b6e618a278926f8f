"""`@allow`, which every view has: it fetches the row through `visible_to`, checks the policy and calls the view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404

Policy = Callable[..., bool]
View = Callable[..., HttpResponseBase]


def allow(policy: Policy, model: type[Model] | None = None) -> Callable[[View], View]:
    """Guard a view with `policy`.

    With `model` the URL's `public_id` is fetched through `model.objects.visible_to(user)`: a row that the user may
    not see is 404, a visible row with a forbidden action is 403. The view gets `(request, row, **rest)`.
    Signed-out visitors are sent to the sign-in page instead.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = request.user
            if model is None:
                if policy(user):
                    return view(request, *args, **kwargs)
                return _deny(request)
            try:
                row = get_object_or_404(model.objects.visible_to(user), public_id=kwargs.pop("public_id"))  # type: ignore[attr-defined]  # every listed model has it, tests/test_architecture.py
            except Http404:
                if not user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise
            if policy(user, row):
                return view(request, row, *args, **kwargs)
            return _deny(request)

        guarded.policy = policy  # type: ignore[attr-defined]
        guarded.policy_model = model  # type: ignore[attr-defined]
        return guarded

    return decorate


def _deny(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied
