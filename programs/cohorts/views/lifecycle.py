"""Opening, sharing, duplicating, cancelling and removing a cohort."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.documents.qr import qr_png, qr_svg
from portal.languages.lists import join_list
from portal.languages.numbers import interpolate
from portal.ui.pages import confirm_page, form_page, post_action, post_data, render_page
from programs.cohorts import lifecycle, policies
from programs.cohorts.base_context import cohort_context
from programs.cohorts.duplication import duplicate_cohort
from programs.cohorts.forms import CancelForm, DuplicateForm
from programs.cohorts.models import Cohort


def _url(name: str, cohort: Cohort) -> str:
    return reverse(f"programs:cohorts:{name}", args=[cohort.public_id])


def public_address(cohort: Cohort) -> str:
    return settings.SITE_URL + _url("cohort", cohort)


@allow(policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def open_for_applications(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """The checklist, and the button that opens the cohort."""
    if request.method == "POST":
        return post_action(
            request,
            partial(lifecycle.open_cohort, cohort=cohort),
            back=_url("open", cohort),
            success_url=_url("share", cohort),
            success_message=_("The cohort is open for applications and in the catalogue."),
        )
    if cohort.state != Cohort.State.DRAFT:
        return redirect("programs:cohorts:share", cohort.public_id)
    items = lifecycle.checklist(cohort)
    return render_page(
        request,
        "programs/cohorts/open.html",
        items=items,
        is_ready=all(item.is_done for item in items if item.is_required),
        **cohort_context(request.user, cohort),
    )


@allow(policies.may_coordinate, Cohort)
@require_POST
def start(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    return post_action(
        request, partial(lifecycle.start_cohort, cohort=cohort), back=_url("overview", cohort),
        success_message=_("The cohort is running. No more applications are accepted."),
    )  # fmt: skip


@allow(policies.may_coordinate, Cohort)
@require_POST
def complete(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    return post_action(
        request, partial(lifecycle.complete_cohort, cohort=cohort), back=_url("overview", cohort),
        success_message=_("The cohort is completed."),
    )  # fmt: skip


@allow(policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    return form_page(
        request,
        CancelForm(post_data(request)),
        partial(lifecycle.cancel_cohort, cohort=cohort),
        success_url=_url("overview", cohort),
        success_message=_("The cohort is cancelled."),
        heading=interpolate(_("Cancel %(name)s?"), name=cohort.title),
        lead=_consequences(lifecycle.consequences_of_cancelling(cohort)),
        submit=_("Cancel the cohort"),
        danger=True,
        breadcrumbs=[(_url("overview", cohort), cohort)],
    )


def _consequences(numbers: lifecycle.Consequences) -> str:
    parts = [
        interpolate(
            ngettext("%(n)s person loses their seat", "%(n)s people lose their seats", numbers.enrolled),
            n=numbers.enrolled,
        ),
        interpolate(
            ngettext("%(n)s application is closed", "%(n)s applications are closed", numbers.applied),
            n=numbers.applied,
        ),
        interpolate(
            ngettext("%(n)s session is cancelled", "%(n)s sessions are cancelled", numbers.sessions),
            n=numbers.sessions,
        ),
        interpolate(
            ngettext("%(n)s email is sent", "%(n)s emails are sent", numbers.emails), n=numbers.emails
        ),
    ]
    return interpolate(_("This cannot be undone: %(consequences)s."), consequences=join_list(parts))


@allow(policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    programme = reverse("programs:programmes:programme", args=[cohort.programme.public_id])
    return confirm_page(
        request,
        partial(lifecycle.remove_cohort, cohort=cohort),
        back=_url("overview", cohort),
        success_url=programme,
        success_message=_("The draft is removed."),
        question=interpolate(_("Remove the draft %(name)s?"), name=cohort.title),
        effect=_("Its sessions, quotas and staff are removed with it."),
        confirm_label=_("Remove the draft"),
        danger=True,
    )


@allow(policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def duplicate(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    return form_page(
        request,
        DuplicateForm(post_data(request), cohort=cohort),
        partial(duplicate_cohort, cohort=cohort),
        success_url=lambda copy: _url("edit", copy),
        success_message=_("The new cohort is a draft. Check its dates."),
        heading=interpolate(_("Duplicate %(name)s"), name=cohort.title),
        lead=_(
            "Sessions, quotas, staff and completion criteria are copied. All dates move with the first day; sessions "
            "keep their time of day. Applications and participants are not copied."
        ),
        submit=_("Duplicate the cohort"),
        breadcrumbs=[(_url("overview", cohort), cohort)],
    )


@allow(policies.is_cohort_staff, Cohort)
@require_GET
def share(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """The public address of the cohort and its QR code."""
    address = public_address(cohort)
    return render_page(
        request,
        "programs/cohorts/share.html",
        address=address,
        is_public=Cohort.objects.in_catalogue().filter(pk=cohort.pk).exists(),
        svg=qr_svg(address, title=escape(_("QR code of the public page"))),
        **cohort_context(request.user, cohort),
    )


@allow(policies.is_cohort_staff, Cohort)
@require_GET
def qr_code(_request: SignedInRequest, cohort: Cohort, kind: str) -> HttpResponse:
    """The QR code as a file: SVG for print, PNG for slides."""
    content: Any
    if kind == "svg":
        content, media_type = qr_svg(public_address(cohort), title=escape(cohort.title)), "image/svg+xml"
    elif kind == "png":
        content, media_type = qr_png(public_address(cohort)), "image/png"
    else:
        raise Http404
    name = f"qr-{cohort.public_id}.{kind}"
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
