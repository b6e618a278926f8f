"""Training needs: accepted from the ranking, then decided on; every decision stays on record."""

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods

from assessments.landscape import policies as landscape
from assessments.needs import decisions, policies, services
from assessments.needs.base_context import base_context
from assessments.needs.decision_models import NeedDecision
from assessments.needs.forms import AcceptForm, ReopenForm
from assessments.needs.models import NeedsAssessment, RankedNeed, TrainingNeed
from assessments.needs.overdue_decisions import overdue_decisions
from assessments.needs.queries import latest_ranking
from portal.access.decorators import allow
from portal.access.policies import is_signed_in
from portal.access.users import SignedInRequest
from portal.dashboard.panels import panels_for
from portal.tables.listing import Column, Listing
from portal.ui.pages import form_page, post_data, render_page


class TrainingNeedFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_lazy("Status"), choices=TrainingNeed.State.choices)
    cause = django_filters.ChoiceFilter(label=_lazy("Cause"), choices=TrainingNeed.Cause.choices)
    decision = django_filters.ChoiceFilter(
        label=_lazy("Decision"),
        choices=[pair for pair in NeedDecision.Kind.choices if pair[0] != NeedDecision.Kind.REOPENED],
        method="decided",
    )
    due = django_filters.ChoiceFilter(
        label=_lazy("Date"), choices=[("over", _lazy("Overdue"))], method="overdue"
    )

    class Meta:
        model = TrainingNeed
        fields = ("state", "cause")

    def decided(self, rows: QuerySet[TrainingNeed], _name: str, kind: str) -> QuerySet[TrainingNeed]:
        return rows.filter(pk__in=NeedDecision.objects.in_force().filter(kind=kind).values("need"))

    def overdue(self, rows: QuerySet[TrainingNeed], _name: str, _value: str) -> QuerySet[TrainingNeed]:
        return rows.filter(pk__in=overdue_decisions().values("need"))


@allow(is_signed_in)
@require_GET
def training_needs(request: SignedInRequest) -> HttpResponse:
    in_force = NeedDecision.objects.in_force().select_related("owner", "offer")
    listing = Listing(
        request,
        TrainingNeed.objects.visible_to(request.user)
        .select_related("assessment", "competency", "ranked_need")
        .prefetch_related(Prefetch("decisions", in_force, to_attr="in_force")),
        name="training-needs",
        columns=[
            Column("priority", _("Priority"), sort="priority", numeric=True),
            Column("statement", _("Need"), sort="statement"),
            Column("assessment", _("Assessment"), sort="assessment__title"),
            Column("state", _("Status"), sort="state", value=lambda row: row.get_state_display()),
            Column("decision", _("Decision"), value=lambda row: _decision_value(row, "get_kind_display")),
            Column("owner", _("Responsible"), value=lambda row: _decision_value(row, "owner")),
            Column("due_on", _("Due date"), value=lambda row: _decision_value(row, "due_on")),
            Column("measured_by", _("Measured by"), value=lambda row: _decision_value(row, "measured_by")),
            Column("reason", _("Reason")),
        ],
        filters=TrainingNeedFilter,
        search=["statement", "assessment__title", "competency__statement"],
        default_sort="priority",
    )
    return listing.response(
        "assessments/needs/training_needs.html",
        today=timezone.localdate(),
        may_list_assessments=policies.may_list(request.user),
        may_plan=landscape.may_list(request.user),
    )


def _decision_value(need: Any, name: str) -> Any:
    """One field of the decision in force, or ""."""
    if not need.in_force:
        return ""
    value = getattr(need.in_force[0], name)
    return value() if callable(value) else value if value is not None else ""


@allow(policies.may_read_need, TrainingNeed)
@require_GET
def training_need(request: SignedInRequest, need: TrainingNeed) -> HttpResponse:
    decisions = list(
        need.decisions.select_related(
            "owner", "owner_person__person", "offer__organisation", "decided_by__person"
        )
    )
    return render_page(
        request,
        "assessments/needs/training_need.html",
        need=need,
        ranked=need.ranked_need,
        decision=decisions[0] if decisions and decisions[0].kind != NeedDecision.Kind.REOPENED else None,
        earlier=decisions[1:] if decisions and decisions[0].kind != NeedDecision.Kind.REOPENED else decisions,
        panels=panels_for("need_decision", request.user, decisions),
        may_decide=policies.may_decide(request.user, need),
        may_open_assessment=NeedsAssessment.objects.visible_to(request.user)
        .filter(pk=need.assessment_id)
        .exists(),
        today=timezone.localdate(),
    )


@allow(policies.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def accept(request: SignedInRequest, assessment: NeedsAssessment, code: str) -> HttpResponse:
    """Accept a ranked competency as a need with its own statement."""
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
        with form.map_domain_errors():
            need = services.accept(ranked_need=ranked, by=request.user, **form.cleaned_data)
            return redirect("assessments:needs:training_need", need.public_id)
    return render_page(
        request,
        "assessments/needs/accept.html",
        form=form,
        ranked=ranked,
        **base_context(request.user, assessment),
    )


def _address(need: TrainingNeed) -> str:
    return reverse("assessments:needs:training_need", args=[need.public_id])


@allow(policies.may_decide, TrainingNeed)
@require_http_methods(["GET", "POST"])
def reopen(request: SignedInRequest, need: TrainingNeed) -> HttpResponse:
    return form_page(
        request,
        ReopenForm(post_data(request)),
        lambda **typed: decisions.reopen(need=need, **typed),
        heading=_("Reopen the decision on this need?"),
        about=str(need),
        submit=_("Reopen decision"),
        breadcrumbs=[(_address(need), need)],
    )
