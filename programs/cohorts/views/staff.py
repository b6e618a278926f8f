"""Pages for the staff of a cohort: overview, applications, waiting list, settings and quotas."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import SignedInRequest
from portal.jobs.models import Job
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.ui.pages import form_page, post_data, redirect_back, render_page
from programs.cohorts import bulk_decisions, policies, services, setup
from programs.cohorts.base_context import cohort_context
from programs.cohorts.errors import WAITING_MESSAGES
from programs.cohorts.filters import ApplicationFilter
from programs.cohorts.forms import CohortForm, DeclineForm, QuotasForm
from programs.cohorts.models import Cohort, CohortApplication, WaitingListEntry
from programs.cohorts.queries import seats_of
from programs.cohorts.seats import WaitingReason, waiting_reason
from programs.curriculum.models import Edition
from programs.programmes.models import Programme


@allow(policies.is_cohort_staff, Cohort)
@require_GET
def overview(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    seats = seats_of(cohort)
    quotas = [
        (quota, seats.seated.get(quota.jurisdiction_id, 0))
        for quota in cohort.quotas.select_related("jurisdiction")
    ]
    needs = cohort.edition.module.answered_needs.select_related("training_need__assessment")
    return render_page(
        request,
        "programs/cohorts/overview.html",
        **cohort_context(request.user, cohort, seats=seats),
        quotas=quotas,
        needs=needs,
    )


@allow(policies.may_coordinate, Cohort)
@require_GET
def applications(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    listing = _applications_of(request, cohort)
    return listing.response(
        "programs/cohorts/applications.html",
        job=Job.objects.open().filter(kind=bulk_decisions.DECIDE, target_id=cohort.pk).first(),
        **cohort_context(request.user, cohort),
    )


def _applications_of(request: SignedInRequest, cohort: Cohort, *, values: QueryDict | None = None) -> Listing:
    rows = CohortApplication.objects.exclude(state="draft").filter(cohort=cohort)
    return Listing(
        request,
        rows.select_related("person", "jurisdiction", "cohort"),
        name="applications",
        columns=[
            Column("person", _("Person"), sort="person__full_name"),
            Column("function", _("Function"), value=lambda a: a.person.function),
            Column("jurisdiction", _("Jurisdiction"), sort="jurisdiction__name"),
            Column("language", _("Language"), sort="language"),
            Column("submitted_at", _("Applied"), sort="submitted_at"),
            Column("state", _("Status"), sort="state", value=lambda a: a.get_state_display()),
        ],
        filters=ApplicationFilter,
        search=["person__full_name", "person__function", "jurisdiction__name"],
        default_sort="submitted_at",
        values=values,
    )


@allow(policies.may_coordinate, Cohort)
@require_POST
def bulk_decide(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """Decide on the selected applications; failures are listed with their reasons. Many selected rows run as a job."""
    chosen = _applications_of(request, cohort, values=QueryDict(request.POST.get("filter", ""))).chosen()
    rows = list(chosen.filter(state__in=services.UNDECIDED).order_by("submitted_at", "pk"))
    act = request.POST.get("act", "")
    if act not in bulk_decisions.ACTS:
        return redirect_back(request, reverse("programs:cohorts:applications", args=[cohort.public_id]))
    form = DeclineForm(request.POST if "reason" in request.POST else None)
    if act == "decline" and not form.is_valid():
        return _decline_page(request, cohort, form, rows)
    reason = form.cleaned_data["reason"] if act == "decline" else ""
    try:
        done, failures, job = bulk_decisions.bulk_decide(
            cohort=cohort, applications=rows, act=act, reason=reason, by=request.user
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect_back(request, reverse("programs:cohorts:applications", args=[cohort.public_id]))
    if job is not None:
        return redirect(job)
    messages.success(
        request,
        interpolate(ngettext("%(n)s application decided.", "%(n)s applications decided.", done), n=done),
    )
    for failure in failures[:20]:
        messages.warning(request, f"{failure.person}: {failure.reason}")
    return redirect_back(request, reverse("programs:cohorts:applications", args=[cohort.public_id]))


def _decline_page(
    request: SignedInRequest, cohort: Cohort, form: DeclineForm, rows: list[CohortApplication]
) -> HttpResponse:
    """Ask for the reason for declining all selected applications; hidden fields keep the selection."""
    hidden = [
        (name, value) for name in ("id", "all", "filter", "next") for value in request.POST.getlist(name)
    ]
    return render_page(
        request, "programs/cohorts/bulk_decline.html", cohort=cohort, form=form, rows=rows, hidden=hidden
    )


@allow(policies.may_decide, CohortApplication)
@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, application: CohortApplication) -> HttpResponse:
    """Show one application and accept it, put it on the waiting list or decline it."""
    form = DeclineForm(request.POST if request.POST.get("act") == "decline" else None)
    applications_page = redirect("programs:cohorts:applications", application.cohort.public_id)
    with form.map_domain_errors():
        if request.POST.get("act") == "accept":
            services.accept(application=application, by=request.user)
            return applications_page
        if request.POST.get("act") == "wait":
            services.add_to_waiting_list(application=application, by=request.user)
            return applications_page
        if form.is_valid():
            services.decline(application=application, by=request.user, **form.cleaned_data)
            return applications_page
    seats = seats_of(application.cohort)
    reason = waiting_reason(application.jurisdiction_id, seats)
    return render_page(
        request,
        "programs/cohorts/decide.html",
        application=application,
        form=form,
        seats=seats,
        reason=WAITING_MESSAGES[reason],
        may_seat=reason is WaitingReason.NONE,
        undecided=application.state in services.UNDECIDED,
        decisions=application.decisions.select_related("by__person"),
    )


@allow(policies.is_cohort_staff, Cohort)
@require_GET
def waiting_list(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """List the people on the waiting list in order, each with the reason for waiting."""
    seats = seats_of(cohort)
    entries = WaitingListEntry.objects.filter(cohort=cohort).select_related(
        "application__person", "application__jurisdiction"
    )
    rows = [
        (entry, WAITING_MESSAGES[waiting_reason(entry.application.jurisdiction_id, seats)])
        for entry in entries
    ]
    return render_page(
        request,
        "programs/cohorts/waiting.html",
        rows=rows,
        **cohort_context(request.user, cohort, seats=seats),
    )


@allow(policies.may_coordinate, Cohort)
@require_POST
def promote(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    enrolments = services.promote_waiting(cohort=cohort)
    n = len(enrolments)
    messages.success(
        request,
        interpolate(ngettext("%(n)s person was given a seat.", "%(n)s people were given a seat.", n), n=n)
        if n
        else _("No one on the waiting list can take a free seat. The reason is shown beside each name."),
    )
    return redirect("programs:cohorts:waiting_list", cohort.public_id)


def _overview_url(row: Cohort) -> str:
    return reverse("programs:cohorts:overview", args=[row.public_id])


def _initial(programme: Programme) -> dict[str, Any]:
    """The edition, if the programme uses one only, and a title with the number of the cohort."""
    used = Edition.objects.exclude(state=Edition.State.DRAFT).filter(programmes__programme=programme)
    editions = list(used.select_related("module")[:2])
    if len(editions) != 1:
        return {}
    number = Cohort.objects.filter(programme=programme).count() + 1
    title = interpolate(_("%(module)s: cohort %(number)s"), module=editions[0].module.title, number=number)
    return {"edition": editions[0], "title": title}


@allow(policies.may_create, Programme)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, programme: Programme) -> HttpResponse:
    home = reverse("programs:programmes:programme", args=[programme.public_id])
    return form_page(
        request,
        CohortForm(post_data(request), programme=programme, initial=_initial(programme)),
        lambda **typed: setup.create_cohort(programme=programme, **typed),
        success_url=_overview_url,
        heading=_("Create a cohort"),
        submit=_("Create cohort"),
        breadcrumbs=[(home, programme)],
    )


@allow(policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """More seats give some to waiting people, who get an email: this is shown before it is saved."""
    form = CohortForm(
        post_data(request), instance=Cohort.objects.get(pk=cohort.pk), programme=cohort.programme
    )
    promoted = []
    if form.is_valid() and "confirmed" not in request.POST:
        promoted = setup.promotions_with(cohort, capacity=form.cleaned_data["capacity"])
    context: dict[str, Any] = {
        "heading": interpolate(_("Edit %(name)s"), name=cohort.title),
        "submit": _("Save cohort"),
        "breadcrumbs": [(_overview_url(cohort), cohort)],
        "history": cohort,
    }
    if promoted:
        return render_page(
            request, "portal/ui/form.html", form=form, promoted=promoted, back=_overview_url(cohort),
            notice="programs/cohorts/_promoted.html", **context,
        )  # fmt: skip
    return form_page(request, form, lambda **typed: setup.save_cohort(cohort=cohort, **typed), **context)


@allow(policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def quotas(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """The quotas of all jurisdictions. Who would get a seat is shown before it is saved."""
    form = QuotasForm(post_data(request), cohort=cohort)
    promoted = []
    if form.is_valid():
        rules = form.quotas()
        promoted = setup.promotions_with(cohort, quotas=rules)
        if not promoted or "confirmed" in request.POST:
            with form.map_domain_errors():
                enrolments = setup.set_quotas(cohort=cohort, quotas=rules, by=request.user)
                messages.success(request, _("The quotas are saved."))
                if enrolments:
                    n = len(enrolments)
                    text = ngettext("%(n)s person was given a seat.", "%(n)s people were given a seat.", n)
                    messages.info(request, interpolate(text, n=n))
                return redirect(_overview_url(cohort))
    seats = seats_of(cohort)
    return render_page(
        request,
        "programs/cohorts/quotas.html",
        form=form,
        rows=[(*row, seats.seated.get(row[0].pk, 0)) for row in form.rows()],
        promoted=promoted,
        **cohort_context(request.user, cohort, seats=seats),
    )
