"""Set up an assessment: settings, questions, groups and weights, texts, opening and closing."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.collection.models import Collection
from assessments.collection.queries import arrived_by_open_link
from assessments.competencies.models import Competency
from assessments.instruments.services import rated_competencies
from assessments.needs import policies, removal, services
from assessments.needs.base_context import base_context
from assessments.needs.forms import AssessmentForm, GroupsForm, ItemsForm, TextsForm, equal_weights
from assessments.needs.models import NeedsAssessment, StakeholderGroup
from assessments.needs.queries import live_responses, with_counts
from participants.accounts.models import User
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.jobs.models import Job
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.ui.pages import confirm_page, post_data, render_page


@allow(policies.may_list)
@require_GET
def assessments(request: SignedInRequest) -> HttpResponse:
    listing = Listing(
        request,
        with_counts(NeedsAssessment.objects.visible_to(request.user)),
        name="needs-assessments",
        columns=[
            Column("title", _("Assessment"), sort="title"),
            Column("owner", _("Lead organisation"), sort="owner__name"),
            Column("state", _("Status"), sort="state", value=lambda row: row.get_state_display()),
            Column(
                "closes",
                _("Closes"),
                sort="collection__closes_at",
                value=lambda row: row.collection.closes_at,
            ),
            Column("answered", _("Responded"), numeric=True),
            Column("asked", _("Invited"), numeric=True, value=_invited),
        ],
        search=["title", "owner__name"],
        default_sort="-collection__closes_at",
    )
    return listing.response(
        "assessments/needs/assessments.html",
        may_create=policies.may_create(request.user),
    )


@allow(policies.may_create)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    form = AssessmentForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        with form.map_domain_errors():
            fields = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
            assessment = services.create_assessment(by=request.user, **fields)
            return redirect("assessments:needs:items", assessment.public_id)
    return render_page(request, "assessments/needs/form.html", form=form, assessment=None)


@allow(policies.may_read, NeedsAssessment)
@require_GET
def assessment(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Before opening what is missing, then response counts, then links to the results."""
    is_draft = assessment.state == NeedsAssessment.State.DRAFT
    total, rows = live_responses(assessment)
    context = base_context(request.user, assessment)
    return render_page(
        request,
        "assessments/needs/assessment.html",
        missing=_with_addresses(assessment, context) if is_draft else [],
        total=total,
        rows=rows,
        arrived=arrived_by_open_link(assessment.collection),
        unsent=Collection.objects.get(pk=assessment.collection_id).invitations.to_send().count(),
        **context,
    )


def _with_addresses(assessment: NeedsAssessment, context: dict[str, Any]) -> list[tuple[str, str]]:
    """What is missing, with the URL of the page on which managers can complete it."""
    addresses = {tab.key: tab.address for group in context["tab_groups"] for tab in group.tabs}
    if context["may_manage"]:
        addresses["edit"] = reverse("assessments:needs:edit", args=[assessment.public_id])
    return [(sentence, addresses.get(tab, "")) for sentence, tab in services.missing_for_opening(assessment)]


def _invited(row: Any) -> int | None:
    """How many were emailed. With open links nobody is."""
    return None if row.collection.anonymity == Collection.Anonymity.OPEN else row.asked


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    form = AssessmentForm(
        request.POST if request.method == "POST" else None, user=request.user, assessment=assessment
    )
    if form.is_valid():
        with form.map_domain_errors():
            services.save_assessment(assessment=assessment, by=request.user, **form.cleaned_data)
            return redirect("assessments:needs:assessment", assessment.public_id)
    return render_page(request, "assessments/needs/form.html", form=form, assessment=assessment)


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Remove a draft that was created by mistake."""
    return confirm_page(
        request,
        partial(removal.remove_draft, assessment=assessment),
        back=reverse("assessments:needs:assessment", args=[assessment.public_id]),
        success_url=reverse("assessments:needs:assessments"),
        success_message=interpolate(_("“%(assessment)s” was removed."), assessment=assessment),
        question=interpolate(_("Remove the draft “%(assessment)s”?"), assessment=assessment),
        effect=_("Its questionnaire and its list of respondents are removed too. You cannot undo this."),
        confirm_label=_("Remove draft"),
        danger=True,
    )


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def items(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """The framework by area, with a checkbox for each whole area."""
    form = ItemsForm(request.POST if request.method == "POST" else None, version=assessment.framework_version)
    if form.is_valid():
        with form.map_domain_errors():
            services.set_items(
                assessment=assessment, competencies=form.cleaned_data["chosen"], by=request.user
            )
            return redirect("assessments:needs:groups", assessment.public_id)
    chosen = (
        set(request.POST.getlist("competencies"))
        if form.is_bound
        else {str(pk) for pk in rated_competencies(assessment.collection.version)}
    )
    domains: dict[int, tuple[Competency, list[Competency]]] = {}
    for competency in assessment.framework_version.competencies.prefetch_related("texts"):
        if competency.parent_id is None:
            domains[competency.pk] = (competency, [])
        else:
            domains[competency.parent_id][1].append(competency)
    return render_page(
        request,
        "assessments/needs/items.html",
        form=form,
        domains=domains.values(),
        chosen=chosen,
        whole=set(request.POST.getlist("domains")),
        **base_context(request.user, assessment),
    )


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def groups(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    saved = {group.code: group.weight * 100 for group in assessment.groups.all()}
    weights = saved or equal_weights(StakeholderGroup.Code.values)
    data = post_data(request)
    if data is not None and "share" in data:
        chosen = [code for code in StakeholderGroup.Code.values if data.get(code, "").strip()]
        weights, data = equal_weights(chosen or StakeholderGroup.Code.values), None
    form = GroupsForm(data, initial={code: f"{weight.normalize():f}" for code, weight in weights.items()})
    if form.is_valid():
        with form.map_domain_errors():
            services.set_groups(assessment=assessment, weights=form.weights, by=request.user)
            return redirect("assessments:needs:respondents", assessment.public_id)
    return render_page(
        request, "assessments/needs/groups.html", form=form, **base_context(request.user, assessment)
    )


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def texts(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    form = TextsForm(request.POST if request.method == "POST" else None, assessment=assessment)
    if form.is_valid():
        with form.map_domain_errors():
            services.set_texts(assessment=assessment, texts=form.texts, by=request.user)
            return redirect("assessments:needs:assessment", assessment.public_id)
    return render_page(
        request, "assessments/needs/texts.html", form=form, **base_context(request.user, assessment)
    )


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def open_(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Open it. Questions and weights cannot be changed afterwards."""
    return confirm_page(
        request,
        partial(services.open_assessment, assessment=assessment),
        back=reverse("assessments:needs:assessment", args=[assessment.public_id]),
        success_message=_("The assessment is open. Publish its links.")
        if assessment.collection.anonymity == Collection.Anonymity.OPEN
        else _("The assessment is open. Now send the invitations."),
        question=interpolate(_("Open %(assessment)s?"), assessment=assessment),
        effect=_(
            "After that, you cannot change the items, the groups, their weights, or the title "
            "and introduction."
        ),
        confirm_label=_("Open assessment"),
        cancel_label=_("Cancel"),
    )


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def close(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """Close it and freeze the ranking: in a job if that takes long."""

    def act(by: User) -> Job | None:
        if services.is_long_to_close(assessment):
            return services.start_closing(assessment=assessment, by=by)
        services.close_assessment(assessment=assessment, by=by)
        return None

    return confirm_page(
        request,
        act,
        back=reverse("assessments:needs:assessment", args=[assessment.public_id]),
        success_url=lambda job: job or reverse("assessments:needs:results", args=[assessment.public_id]),
        question=interpolate(_("Close %(assessment)s now?"), assessment=assessment),
        effect=_("No more responses are accepted, unsent drafts are deleted and the ranking is frozen."),
        confirm_label=_("Close assessment"),
        cancel_label=_("Cancel"),
        danger=True,
    )
