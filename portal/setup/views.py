"""The set-up page, and its card on the home page of administrators."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.setup import policies, services
from portal.setup.installation import checks
from portal.setup.registry import keys
from portal.ui.pages import render_page


@allow(policies.may_set_up)
@require_GET
def setup(request: SignedInRequest) -> HttpResponse:
    return render_page(request, "portal/setup/setup.html", checks=checks(), **_progress())


@allow(policies.may_set_up)
@require_POST
def skip(request: SignedInRequest, key: str) -> HttpResponse:
    services.skip(key=_known(key), by=request.user)
    return redirect("setup:setup")


@allow(policies.may_set_up)
@require_POST
def resume(request: SignedInRequest, key: str) -> HttpResponse:
    services.resume(key=_known(key), by=request.user)
    return redirect("setup:setup")


def setup_card(_user: Any) -> dict[str, Any] | None:
    """The card is on the home page until every step is done or skipped."""
    progress = _progress()
    return progress if progress["next_line"] else None


def installation_card(_user: Any) -> dict[str, Any]:
    """The state of the installation, on the home page of administrators."""
    return {"checks": checks()}


def _progress() -> dict[str, Any]:
    lines = services.lines()
    return {
        "lines": lines,
        "done_count": sum(line.state.is_done for line in lines),
        "next_line": next((line for line in lines if line.is_open), None),
        "goals": services.missing_by_goal(lines),
    }


def _known(key: str) -> str:
    if key not in keys():
        raise Http404
    return key
