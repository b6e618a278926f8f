"""Training needs: accepted from the ranking, then answered by a module or not answered, with the reason."""

import django_filters
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods

from assessments.needs import policies, services
from assessments.needs.desk import frame
from assessments.needs.forms import AcceptForm, RefuseForm, ReopenForm
from assessments.needs.models import NeedsAssessment, RankedNeed, TrainingNeed
from assessments.needs.queries import latest_ranking
from portal.access.decorators import allow
from portal.access.policies import signed_in
from portal.tables.listing import Column, Listing
from portal.ui.pages import form_page, page, posted


class TrainingNeedFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_lazy("Status"), choices=TrainingNeed.State.choices)
    cause = django_filters.ChoiceFilter(label=_lazy("Cause"), choices=TrainingNeed.Cause.choices)

    class Meta:
        model = TrainingNeed
        fields = ("state", "cause")


@allow(signed_in)
@require_GET
def training_needs(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        TrainingNeed.objects.visible_to(request.user).select_related(
            "assessment", "competency", "ranked_need"
        ),
        name="training-needs",
        columns=[
            Column("priority", _("Priority"), sort="priority", numeric=True),
            Column("statement", _("Need"), sort="statement"),
            Column("assessment", _("Assessment"), sort="assessment__title"),
            Column("cause", _("Cause"), sort="cause", value=lambda row: row.get_cause_display()),
            Column("state", _("Status"), sort="state", value=lambda row: row.get_state_display()),
            Column("reason", _("Reason")),
        ],
        filters=TrainingNeedFilter,
        search=["statement", "assessment__title", "competency__statement"],
        default_sort="priority",
    )
    return listing.response("assessments/needs/training_needs.html")


@allow(policies.may_read_need, TrainingNeed)
@require_GET
def training_need(request: HttpRequest, need: TrainingNeed) -> HttpResponse:
    return page(
        request,
        "assessments/needs/training_need.html",
        need=need,
        ranked=need.ranked_need,
        # By the relation: the room of modules stands above this one.
        answers=need.module_answers.select_related("module", "stated_by__person"),  # type: ignore[attr-defined]
        may_decide=policies.may_decide(request.user, need),
    )


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, assessment: NeedsAssessment, code: str) -> HttpResponse:
    """Take a ranked competency on as a need of its own words."""
    ranked = (
        RankedNeed.objects.filter(ranking=latest_ranking(assessment), group_code="", competency__code=code)
        .select_related("competency", "ranking")
        .first()
    )
    if ranked is None:
        raise Http404
    initial = {"statement": ranked.competency.statement, "priority": ranked.rank or 1}
    form = AcceptForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with form.refusals():
            need = services.accept(ranked_need=ranked, by=request.user, **form.cleaned_data)
            return redirect("assessments:needs:training_need", need.public_id)
    return page(
        request, "assessments/needs/accept.html", form=form, ranked=ranked, **frame(request.user, assessment)
    )


def _address(need: TrainingNeed) -> str:
    return reverse("assessments:needs:training_need", args=[need.public_id])


@allow(policies.may_decide, TrainingNeed)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, need: TrainingNeed) -> HttpResponse:
    """Say that the need is not answered, and why; later on, say it in other words."""
    form = RefuseForm(posted(request), initial={"cause": need.cause, "reason": need.reason})
    return form_page(
        request, form, lambda **typed: services.refuse(need=need, **typed), to=_address,
        heading=_("Why is this need not answered?"), submit=_("Mark as not answered"),
        crumbs=[(_address(need), need)], back=_address(need),
    )  # fmt: skip


@allow(policies.may_decide, TrainingNeed)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, need: TrainingNeed) -> HttpResponse:
    return form_page(
        request, ReopenForm(posted(request)), lambda **typed: services.reopen(need=need, **typed), to=_address,
        heading=_("Decide again on this need?"), about=str(need), submit=_("Decide again"),
        crumbs=[(_address(need), need)], back=_address(need),
    )  # fmt: skip
