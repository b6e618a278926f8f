"""Inviting people, the list of invitations, and the page behind the link of the email."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participants.accounts.models import RoleAssignment, User
from participants.accounts.policies import may_administer
from participants.invitations import bulk, services
from participants.invitations.forms import InviteForm, OpenAccountForm
from participants.invitations.models import AccountInvitation
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.policies import everyone, is_signed_in
from portal.access.throttling import is_throttled
from portal.access.users import SignedInRequest
from portal.error_pages import too_many_requests
from portal.languages.numbers import interpolate
from portal.mail import delivery
from portal.tables.listing import Column, Listing, is_public_id
from portal.tables.models import ImportBatch
from portal.ui.pages import post_data, render_page

MISSES, SECONDS = "20/minute", 60
BACKEND = "participants.accounts.backends.AccountBackend"
SHOWN = 50  # invalid lines that are listed


def _state_labels() -> dict[str, str]:
    return {
        "accepted": _("Accepted"),
        "withdrawn": _("Withdrawn"),
        "expired": _("Expired"),
        "sent": _("Sent"),
    }


@allow(may_administer)
@require_GET
def invitations(request: SignedInRequest) -> HttpResponse:
    labels = _state_labels()
    listing = Listing(
        request,
        AccountInvitation.objects.visible_to(request.user).select_related(
            "organisation", "jurisdiction", "invited_by__person"
        ),
        name="invitations",
        columns=[
            Column("email", _("Email address"), sort="email"),
            Column("role", _("Role"), sort="role", value=lambda row: row.get_role_display()),
            Column("scope", _("For"), value=_scope),
            Column("invited_by", _("Invited by")),
            Column("created_at", _("Sent"), sort="created_at"),
            Column("state", _("Status"), value=lambda row: labels[row.state]),
        ],
        search=["email", "name"],
        default_sort="-created_at",
    )  # fmt: skip
    for row in listing.rows:
        row.state_label = labels[row.state]
    return listing.response("participants/invitations/invitations.html")


def _scope(row: AccountInvitation) -> Any:
    return row.organisation or row.jurisdiction or _("the whole portal")


@allow(may_administer)
@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest) -> HttpResponse:
    """First show what would happen to each line and the email; send only what was shown."""
    form = InviteForm(post_data(request), initial=_initial(request))
    context: dict[str, Any] = {}
    if form.is_valid():
        people, grant, language = form.cleaned_data["people"], form.grant(), form.cleaned_data["language"]
        if "send" in request.POST:
            invited, granted, job = bulk.invite(
                people=people, grant=grant, language=language, by=request.user
            )
            if job is not None:
                return redirect(job)
            messages.success(request, _outcome(invited, granted))
            return redirect("participants:invitations:invitations")
        groups = services.plan(people, grant)
        sample = services.preview(
            grant,
            language=language,
            name=groups.to_invite[0].name if groups.to_invite else "",
            by=request.user,
        )
        subject, text, _html = delivery.compose(sample)
        context = {
            "plan": groups,
            "shown": SHOWN,
            "invalid": form.invalid,
            "subject": subject,
            "text": text,
            "mail": sample,
        }
    return render_page(request, "participants/invitations/invite.html", form=form, **context)


def _initial(request: SignedInRequest) -> dict[str, Any]:
    """Who was imported, after the import of people."""
    batch_id = request.GET.get("import", "")
    batches = ImportBatch.objects.visible_to(request.user)
    batch = batches.filter(public_id=batch_id, kind="people").first() if is_public_id(batch_id) else None
    if batch is None:
        return {}
    return {"role": RoleAssignment.Role.PARTICIPANT, "people": bulk.lines_of_import(batch)}


def _outcome(invited: int, granted: int) -> str:
    sentences = [
        interpolate(
            ngettext("%(n)s invitation is being sent.", "%(n)s invitations are being sent.", invited),
            n=invited,
        )
    ]
    if granted:
        sentence = ngettext(
            "%(n)s person who has an account got the role.",
            "%(n)s people who have an account got the role.",
            granted,
        )
        sentences.append(interpolate(sentence, n=granted))
    return " ".join(sentences)


@allow(may_administer, AccountInvitation)
@require_POST
def resend(request: SignedInRequest, invitation: AccountInvitation) -> HttpResponse:
    return _change(
        request, partial(services.resend, invitation=invitation), _("The invitation is being sent again.")
    )


@allow(may_administer, AccountInvitation)
@require_POST
def withdraw(request: SignedInRequest, invitation: AccountInvitation) -> HttpResponse:
    return _change(
        request, partial(services.withdraw, invitation=invitation), _("The invitation has been withdrawn.")
    )


def _change(request: SignedInRequest, act: Any, message: str) -> HttpResponse:
    try:
        act(by=request.user)
        messages.success(request, message)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("participants:invitations:invitations")


@allow(everyone)
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Open an account, or give the role to the account that has the address."""
    if is_throttled(request, scope="invitation-miss", rate=MISSES, is_counted=False):
        return too_many_requests(request, seconds=SECONDS)
    try:
        invitation = services.find(token)
    except DomainError as error:
        is_throttled(request, scope="invitation-miss", rate=MISSES)
        return _closed(request, error)
    if is_signed_in(request.user):
        return _accept_signed_in(request, invitation, request.user)
    with translation.override(invitation.language if request.method == "GET" else translation.get_language()):
        return _open_account(request, invitation)


def _open_account(request: HttpRequest, invitation: AccountInvitation) -> HttpResponse:
    form = OpenAccountForm(post_data(request), invitation=invitation)
    if form.is_valid():
        with form.map_domain_errors():
            user = services.open_account(invitation=invitation, **form.cleaned_data)
            login(request, user, backend=BACKEND)
            messages.success(request, _("Your account is ready."))
            return redirect("home")
    has_account = User.objects.filter(email__iexact=invitation.email).exists()
    return render_page(
        request,
        "participants/invitations/accept.html",
        form=form,
        invitation=invitation,
        has_account=has_account,
    )


def _accept_signed_in(request: HttpRequest, invitation: AccountInvitation, user: User) -> HttpResponse:
    try:
        services.accept(invitation=invitation, by=user)
    except DomainError as error:
        return _closed(request, error)
    messages.success(request, _("You have accepted the invitation."))
    return redirect("home")


def _closed(request: HttpRequest, error: DomainError) -> HttpResponse:
    status = 404 if error.code == "unknown" else 410
    response = render_page(request, "participants/invitations/closed.html", status=status, message=str(error))
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would write the token into the log
    return response
