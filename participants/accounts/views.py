"""Listing, assigning and ending roles; the user's own API token."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from rest_framework.authtoken.models import Token

from participants.accounts import policies, services
from participants.accounts.forms import RoleForm
from participants.accounts.models import RoleAssignment, User
from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.tables.listing import Column, Listing
from portal.ui.pages import form_page, post_action, post_data, render_page

WAITING_ROWS = 50


@allow(policies.may_administer)
@require_GET
def roles(request: SignedInRequest) -> HttpResponse:
    def scope(row: RoleAssignment) -> Any:
        return row.organisation or row.jurisdiction or _("the whole portal")

    listing = Listing(
        request,
        RoleAssignment.objects.visible_to(request.user)
        .in_force()
        .select_related("user__person", "organisation", "jurisdiction"),
        name="roles",
        columns=[
            Column("user", _("Person"), sort="user__person__full_name"),
            Column("role", _("Role"), sort="role", value=lambda r: r.get_role_display()),
            Column("scope", _("For"), value=scope),
            Column("starts", _("From"), sort="starts"),
            Column("ends", _("Until"), sort="ends"),
        ],
        search=["user__person__full_name", "user__email"],
        default_sort="role",
    )
    return listing.response(
        "participants/accounts/roles.html", waiting=list(User.objects.without_role()[:WAITING_ROWS])
    )


@allow(policies.may_administer)
@require_http_methods(["GET", "POST"])
def grant(request: SignedInRequest) -> HttpResponse:
    home = reverse("participants:accounts:roles")
    form = RoleForm(post_data(request), initial={"user": request.GET.get("email", "")})
    return form_page(
        request, form, services.grant_role, breadcrumbs=[(home, _("Roles"))], heading=_("Assign a role"),
        submit=_("Assign role"), success_message=_("The role has been given."),
        lead=_("A role applies to one organisation or one jurisdiction. If both are empty, it "
               "applies to the whole portal."),
    )  # fmt: skip


@allow(policies.may_administer, RoleAssignment)
@require_POST
def end(request: SignedInRequest, assignment: RoleAssignment) -> HttpResponse:
    return post_action(
        request,
        partial(services.end_role, assignment=assignment),
        back=reverse("participants:accounts:roles"),
        success_message=_("The role has ended."),
    )


@allow(is_signed_in)
@require_http_methods(["GET", "POST"])
def token(request: SignedInRequest) -> HttpResponse:
    """Create or revoke the API token. It is shown only once; creating a new one revokes the old one."""
    key = None
    if request.method == "POST":
        Token.objects.filter(user=request.user).delete()
        if "revoke" in request.POST:
            messages.success(request, _("The token has been revoked."))
            return redirect("participants:accounts:token")
        key = Token.objects.create(user=request.user).key
    return render_page(
        request,
        "participants/accounts/token.html",
        key=key,
        has_token=Token.objects.filter(user=request.user).exists(),
    )
