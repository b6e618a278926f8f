"""Consultations of an assessment: the list, the detail pages, and their findings beside the ranking."""

from functools import partial
from typing import Any

import django_filters
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.consultations import policies, services
from assessments.consultations.forms import ConsultationForm, DocumentForm, FindingForm, ParticipantsForm
from assessments.consultations.models import Consultation, ConsultationDocument, ConsultationFinding
from assessments.consultations.queries import evidence_of, with_people
from assessments.consultations.registry import known_figures
from assessments.needs import policies as needs
from assessments.needs.base_context import base_context
from assessments.needs.models import NeedsAssessment
from participants.accounts.models import User
from participants.organisations.models import Jurisdiction
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.tables.listing import Column, Listing
from portal.ui.pages import form_page, post_data, render_page


class ConsultationFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_lazy("Type"), choices=Consultation.Kind.choices)
    jurisdiction = django_filters.ModelChoiceFilter(
        label=_lazy("Jurisdiction"), queryset=Jurisdiction.objects.all(), to_field_name="code"
    )

    class Meta:
        model = Consultation
        fields = ("kind", "jurisdiction")


@allow(needs.may_read, NeedsAssessment)
@require_GET
def consultations(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    rows = Consultation.objects.visible_to(request.user).filter(assessment=assessment)
    listing = Listing(
        request,
        with_people(rows),
        name="consultations",
        columns=[
            Column("held_on", _("Held on"), sort="held_on"),
            Column("title", _("Title"), sort="title"),
            Column("kind", _("Type"), sort="kind", value=lambda row: row.get_kind_display()),
            Column("place", _("Location"), sort="place"),
            Column("jurisdiction", _("Jurisdiction"), sort="jurisdiction__name"),
            Column("people", _("Participants"), sort="people", numeric=True),
            Column(
                "confidentiality", _("Who can read it"), value=lambda row: row.get_confidentiality_display()
            ),
        ],
        filters=ConsultationFilter,
        search=["title", "place"],
        default_sort="-held_on",
    )
    return listing.response(
        "assessments/consultations/consultations.html", **base_context(request.user, assessment)
    )


@allow(needs.may_read, NeedsAssessment)
@require_GET
def evidence(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """The ranking, the findings of consultations, and known figures of the jurisdictions."""
    context = base_context(request.user, assessment)
    rows = evidence_of(assessment, request.user)
    return render_page(
        request,
        "assessments/consultations/evidence.html",
        rows=[row for row in rows if row.findings],
        silent=[row for row in rows if not row.findings],
        figures=known_figures(context["jurisdictions"], request.user),
        **context,
    )


def _list(assessment: NeedsAssessment) -> str:
    return reverse("assessments:consultations:consultations", args=[assessment.public_id])


def _address(row: Consultation) -> str:
    return reverse("assessments:consultations:consultation", args=[row.public_id])


def _crumbs(assessment: NeedsAssessment, row: Consultation | None = None) -> list[tuple[str, Any]]:
    crumbs = [
        (reverse("assessments:needs:assessments"), _("Needs")),
        (reverse("assessments:needs:assessment", args=[assessment.public_id]), assessment.title),
        (_list(assessment), _("Consultations")),
    ]
    return [*crumbs, (_address(row), row.title)] if row else crumbs


@allow(needs.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    return form_page(
        request,
        ConsultationForm(post_data(request), assessment=assessment),
        partial(services.create, assessment=assessment),
        success_url=_address,
        breadcrumbs=_crumbs(assessment),
        heading=_("New consultation"),
    )


@allow(policies.may_read, Consultation)
@require_GET
def consultation(request: SignedInRequest, consultation: Consultation) -> HttpResponse:
    """Minutes, counts, findings, documents; names for the team only."""
    may_manage = policies.may_manage(request.user, consultation)
    return render_page(
        request,
        "assessments/consultations/consultation.html",
        consultation=consultation,
        breadcrumbs=_crumbs(consultation.assessment),
        may_manage=may_manage,
        groups=consultation.groups.all(),
        attendees=consultation.attendees.all() if may_manage else [],
        findings=consultation.findings.select_related("competency").prefetch_related("competency__texts"),
        documents=consultation.documents.select_related("file"),
    )


@allow(policies.may_manage, Consultation)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, consultation: Consultation) -> HttpResponse:
    return form_page(
        request,
        ConsultationForm(post_data(request), instance=consultation, assessment=consultation.assessment),
        partial(services.save, consultation=consultation),
        breadcrumbs=_crumbs(consultation.assessment, consultation),
        heading=_("Edit the consultation"),
        success_message=_("Consultation saved."),
        history=consultation,
    )


@allow(policies.may_manage, Consultation)
@require_http_methods(["GET", "POST"])
def participants(request: SignedInRequest, consultation: Consultation) -> HttpResponse:
    form = ParticipantsForm(post_data(request), consultation=consultation)

    def act(*, by: User, **_typed: Any) -> None:
        cleaned = form.cleaned_data
        services.set_participants(
            consultation=consultation,
            revision=cleaned["revision"],
            groups=form.groups,
            people=cleaned["people"],
            by=by,
        )

    return form_page(
        request,
        form,
        act,
        breadcrumbs=_crumbs(consultation.assessment, consultation),
        heading=_("Who took part"),
        lead=_("Enter the number of participants from each group. Leave a group empty if nobody took part."),
        success_message=_("Participants saved."),
    )


@allow(policies.may_manage, Consultation)
@require_http_methods(["GET", "POST"])
def add_finding(request: SignedInRequest, consultation: Consultation) -> HttpResponse:
    return form_page(
        request,
        FindingForm(post_data(request), assessment=consultation.assessment),
        partial(services.add_finding, consultation=consultation),
        breadcrumbs=_crumbs(consultation.assessment, consultation),
        heading=_("Add a finding"),
        lead=_("Everyone who can read the consultation sees the finding next to the ranking."),
        submit=_("Add the finding"),
    )


@allow(policies.may_manage_finding, ConsultationFinding)
@require_POST
def remove_finding(request: SignedInRequest, finding: ConsultationFinding) -> HttpResponse:
    services.remove_finding(finding=finding, by=request.user)
    messages.success(request, _("Finding removed."))
    return redirect(_address(finding.consultation))


@allow(policies.may_manage, Consultation)
@require_http_methods(["GET", "POST"])
def add_document(request: SignedInRequest, consultation: Consultation) -> HttpResponse:
    return form_page(
        request,
        DocumentForm(post_data(request), request.FILES if request.method == "POST" else None),
        partial(services.add_document, consultation=consultation),
        breadcrumbs=_crumbs(consultation.assessment, consultation),
        heading=_("Add a document"),
        lead=_("Everyone who can read the consultation can download it."),
        submit=_("Add the document"),
    )


@allow(policies.may_manage_document, ConsultationDocument)
@require_POST
def remove_document(request: SignedInRequest, document: ConsultationDocument) -> HttpResponse:
    services.remove_document(document=document, by=request.user)
    messages.success(request, _("Document removed."))
    return redirect(_address(document.consultation))
