"""Pages to issue certificates, for coordinators, and the certificates of the user."""

from functools import partial

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.certificates import policies, queries, services
from evaluations.certificates.filters import CertificateFilter
from evaluations.certificates.forms import CertificateTemplateForm, ReplaceForm, RevokeForm
from evaluations.certificates.models import Certificate, CertificateTemplate
from participants.accounts.queries import is_administrator
from participants.organisations.models import Organisation
from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.jobs.models import Job
from portal.languages.directions import isolated
from portal.languages.numbers import interpolate
from portal.owner.current import site_owner
from portal.tables.listing import Column, Listing
from portal.ui.pages import post_action, post_data, render_page
from programs.cohorts.base_context import cohort_context
from programs.cohorts.models import Cohort
from programs.cohorts.seats import Seats
from programs.completion.models import Completion
from programs.programmes.models import Programme


@allow(policies.may_issue, Cohort)
@require_GET
def cohort(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """Everyone in the cohort with the status of their certificate."""
    enrolments = queries.enrolments_with_status(cohort)
    listing = Listing(
        request,
        enrolments,
        name="certificates",
        columns=[
            Column("person", _("Person"), sort="person__full_name"),
            Column("jurisdiction", _("Jurisdiction"), sort="jurisdiction__name"),
            Column(
                "status",
                _("Status"),
                sort="status",
                value=lambda e: queries.CertificateStatus(e.status).label,
            ),
            Column("number", _("Verification code"), sort="number", value=lambda e: e.number or ""),
            Column("issued_at", _("Issued"), sort="issued_at"),
        ],
        filters=CertificateFilter,
        search=["person__full_name", "jurisdiction__name", "number"],
        default_sort="person__full_name",
    )
    numbers = enrolments.aggregate(
        **{name: Count("pk", filter=Q(status=name)) for name in queries.CertificateStatus.values}
    )
    return listing.response(
        "evaluations/certificates/cohort.html",
        numbers=numbers,
        certificate_template=queries.template_for(cohort.programme),
        unsupported_characters={
            row.pk: queries.unprintable(row) for row in listing.rows if row.status in ("ready", "revoked")
        },
        job=Job.objects.open().filter(kind=services.ISSUE, target_id=cohort.pk).first(),
        **cohort_context(request.user, cohort, seats=Seats(cohort.capacity, {}, {0: sum(numbers.values())})),
    )


@allow(policies.may_issue, Cohort)
@require_POST
def issue(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """Start a job for the selected people, or for everyone whose certificate is due."""
    chosen = None
    if request.POST.get("all") != "1":
        ids = request.POST.getlist("id")
        if not ids:
            messages.error(request, _("Select people first, or tick the box for everyone who is ready."))
            return redirect("evaluations:certificates:cohort", cohort.public_id)
        chosen = list(Completion.objects.filter(enrolment__cohort=cohort, enrolment__public_id__in=ids))
    return post_action(
        request,
        partial(services.start_issuing, cohort=cohort, completions=chosen),
        back=reverse("evaluations:certificates:cohort", args=[cohort.public_id]),
        success_url=lambda job: job,
    )


@allow(policies.may_revoke, Certificate)
@require_http_methods(["GET", "POST"])
def revoke(request: SignedInRequest, certificate: Certificate) -> HttpResponse:
    form = RevokeForm(request.POST if request.method == "POST" else None)
    cohort = certificate.completion.enrolment.cohort
    if form.is_valid():
        with form.map_domain_errors():
            services.revoke(certificate=certificate, by=request.user, **form.cleaned_data)
            messages.success(
                request,
                interpolate(
                    _("Certificate %(number)s has been revoked."), number=isolated(certificate.number)
                ),
            )
            return redirect("evaluations:certificates:cohort", cohort.public_id)
    return render_page(
        request,
        "confirm.html",
        form=form,
        question=interpolate(_("Revoke the certificate of %(name)s?"), name=_holder(certificate)),
        effect=interpolate(
            _(
                "Anyone who checks code %(number)s will see “revoked”, with the date and the reason. You "
                "cannot undo this. You can issue a new certificate."
            ),
            number=isolated(certificate.number),
        ),
        confirm_label=_("Revoke certificate"),
        cancel_label=_("Cancel"),
        danger=True,
        back=reverse("evaluations:certificates:cohort", args=[cohort.public_id]),
    )


@allow(policies.may_revoke, Certificate)
@require_http_methods(["GET", "POST"])
def replace(request: SignedInRequest, certificate: Certificate) -> HttpResponse:
    form = ReplaceForm(request.POST if request.method == "POST" else None)
    cohort = certificate.completion.enrolment.cohort
    if form.is_valid():
        with form.map_domain_errors():
            return redirect(services.replace(certificate=certificate, by=request.user, **form.cleaned_data))
    return render_page(
        request,
        "confirm.html",
        form=form,
        question=interpolate(_("Replace the certificate of %(name)s?"), name=_holder(certificate)),
        effect=interpolate(
            _(
                "Certificate %(number)s is revoked with the reason “Replaced”. A new one is created with "
                "the current text and the current name: %(today)s."
            ),
            number=isolated(certificate.number),
            today=isolated(certificate.completion.enrolment.person.printed_name),
        ),
        confirm_label=_("Replace certificate"),
        cancel_label=_("Cancel"),
        danger=True,
        back=reverse("evaluations:certificates:cohort", args=[cohort.public_id]),
    )


def _holder(certificate: Certificate) -> str:
    return certificate.snapshot["text"]["name"]


@allow(policies.may_edit_template, Programme)
@require_http_methods(["GET", "POST"])
def edit_template(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Edit issuer and signatories for future certificates of a programme."""
    return _edit_template(
        request,
        programme,
        queries.template_for(programme),
        issuer=programme.lead_organisation_id,
        back=reverse("programs:programmes:programme", args=[programme.public_id]),
    )


@allow(policies.may_edit_default_template)
@require_http_methods(["GET", "POST"])
def edit_default_template(request: SignedInRequest) -> HttpResponse:
    """Edit issuer and signatories for programmes that have none of their own."""
    own = Organisation.objects.in_use().filter(name__in=site_owner().all_names).first()
    return _edit_template(
        request,
        None,
        queries.default_template(),
        issuer=own.pk if own else None,
        back=reverse("setup:setup") if is_administrator(request.user) else reverse("home"),
    )


def _edit_template(
    request: SignedInRequest,
    programme: Programme | None,
    current: CertificateTemplate | None,
    *,
    issuer: int | None,
    back: str,
) -> HttpResponse:
    form = CertificateTemplateForm(
        post_data(request),
        request.FILES if request.method == "POST" else None,
        programme=programme,
        current=current,
        initial=_initial(issuer, current),
    )
    if form.is_valid():
        with form.map_domain_errors():
            services.set_up_template(
                programme=programme,
                issuer=form.cleaned_data["issuer"],
                signatures=form.signatures,
                images=form.images,
                without=form.without,
                by=request.user,
            )
            messages.success(
                request, _("Certificate set-up saved. It applies to certificates issued from now on.")
            )
            return redirect(back)
    return render_page(
        request,
        "evaluations/certificates/template_form.html",
        form=form,
        programme=programme,
        current=current,
        back=back,
    )


def _initial(issuer: int | None, current: CertificateTemplate | None) -> dict[str, object]:
    initial: dict[str, object] = {"issuer": current.issuer_id if current else issuer}
    for position, signature in zip(("first", "second"), current.signatures if current else [], strict=False):
        initial |= {f"{position}_name": signature["name"], f"{position}_office": signature["office"]}
    return initial


@allow(is_signed_in)
@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """Certificates of the user, to download and share."""
    certificates = list(queries.own(request.user))
    return render_page(
        request,
        "evaluations/certificates/mine.html",
        certificates=certificates,
    )
