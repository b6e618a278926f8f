"""Findings: drafted, edited, published as a page and a PDF."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.analysis import policies, services
from assessments.analysis.drafting import SECTIONS
from assessments.analysis.forms import FindingsForm, LanguageForm
from assessments.analysis.models import Findings
from assessments.analysis.quoted_figures import load_quoted_figures
from assessments.needs import policies as needs
from assessments.needs.base_context import base_context
from assessments.needs.models import NeedsAssessment
from assessments.needs.queries import latest_ranking
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.directions import writing_direction
from portal.ui.pages import confirm_page, post_data, render_page

Act = Callable[..., Any]


@allow(needs.may_read, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def all_findings(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    """The findings in each language; coordinators can start another."""
    ranking = latest_ranking(assessment)
    if ranking is None:
        return render_page(
            request, "assessments/needs/no_results.html", **base_context(request.user, assessment)
        )
    context = base_context(request.user, assessment)
    form = LanguageForm(post_data(request)) if context["may_manage"] else None
    if form is not None and form.is_valid():
        language = form.cleaned_data["language"]
        findings = services.draft_findings(ranking=ranking, language=language, by=request.user)
        return redirect("assessments:analysis:edit_findings", findings.public_id)
    rows = Findings.objects.visible_to(request.user).filter(ranking=ranking).select_related("pdf")
    if not context["may_manage"]:
        rows = rows.filter(state=Findings.State.PUBLISHED)
    return render_page(request, "assessments/analysis/all_findings.html", rows=rows, form=form, **context)


@allow(policies.may_read_findings, Findings)
@require_safe
def findings(request: SignedInRequest, findings: Findings) -> HttpResponse:
    """The text with its figures. Published findings are readable by everyone, signed in or not."""
    assessment = findings.ranking.assessment
    with translation.override(findings.language):
        facts = load_quoted_figures(findings.ranking)
        sections = [
            (name, str(title), _paragraphs(facts.fill_placeholders(findings.body.get(name, ""))))
            for name, title in SECTIONS.items()
        ]
    return render_page(
        request,
        "assessments/analysis/findings.html",
        findings=findings,
        assessment=assessment,
        sections=[section for section in sections if section[2]],
        direction_of_text=writing_direction(findings.language),
        may_write=policies.may_write(request.user, findings),
        is_own_text=findings.written_by_id == request.user.pk,
        others=Findings.objects.filter(ranking=findings.ranking, state=Findings.State.PUBLISHED).exclude(
            pk=findings.pk
        ),
    )


def _paragraphs(text: str) -> list[str]:
    return [segment.strip() for segment in text.replace("\r", "").split("\n\n") if segment.strip()]


@allow(policies.may_write, Findings)
@require_http_methods(["GET", "POST"])
def edit_findings(request: SignedInRequest, findings: Findings) -> HttpResponse:
    """Edit the sections, beside the names of the figures that they can quote."""
    form = FindingsForm(post_data(request), findings=findings)
    if form.is_valid():
        with form.map_domain_errors():
            services.write_findings(
                findings=findings, body=form.body, revision=form.cleaned_data["revision"], by=request.user
            )
            messages.success(request, _("Saved."))
            return redirect("assessments:analysis:findings", findings.public_id)
    with translation.override(findings.language):
        facts = load_quoted_figures(findings.ranking)
    return render_page(
        request,
        "assessments/analysis/edit_findings.html",
        form=form,
        findings=findings,
        facts=facts.shown.items(),
        **base_context(request.user, findings.ranking.assessment),
    )


@allow(policies.may_write, Findings)
@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, findings: Findings) -> HttpResponse:
    """Ask for confirmation, because everyone can read the findings from then on. The link names the revision that
    was read, so that nobody publishes a text that changed meanwhile; without one nothing is published.
    """
    typed = request.GET.get("revision", "")
    revision = int(typed) if typed.isdecimal() and len(typed) < 9 else 0
    return _confirm(
        request,
        findings,
        partial(services.publish_findings, revision=revision),
        question=_("Publish these findings?"),
        effect=_("Anyone with the link can then read the page and the PDF without signing in."),
        confirm_label=_("Publish findings"),
    )


@allow(policies.may_write, Findings)
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, findings: Findings) -> HttpResponse:
    return _confirm(
        request,
        findings,
        services.withdraw_findings,
        question=_("Withdraw these findings?"),
        effect=_("Only coordinators can then see the page and the PDF, and the text can be edited."),
        confirm_label=_("Withdraw findings"),
    )


def _confirm(request: HttpRequest, findings: Findings, act: Act, **texts: str) -> HttpResponse:
    back = reverse("assessments:analysis:findings", args=[findings.public_id])
    return confirm_page(request, partial(act, findings=findings), back=back, **texts)
