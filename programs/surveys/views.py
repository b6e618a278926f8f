"""Pages of a cohort's surveys: planning, opening, closing, results, reports, and answering when signed in."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from assessments.analysis.distributions import K
from assessments.analysis.question_results.export import export_rows, headings
from assessments.analysis.question_results.overall import is_scale
from assessments.collection import invitations
from assessments.collection.close_form import CloseTimeForm
from assessments.collection.models import Invitation
from assessments.collection.response_export import answer_rows, workbook_of
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.tables.export import csv_response, workbook_response, xlsx_response
from portal.ui.pages import confirm_page, form_page, post_data, render_page
from programs.cohorts import policies as cohort_policies
from programs.cohorts.base_context import cohort_context
from programs.cohorts.models import Cohort
from programs.surveys import policies, queries, services
from programs.surveys.forms import SurveyForm
from programs.surveys.models import CohortSurvey

HTTP_GONE = 410


def _surveys_url(cohort: Cohort) -> str:
    return reverse("programs:surveys:surveys", args=[cohort.public_id])


def _survey_url(survey: CohortSurvey) -> str:
    return reverse("programs:surveys:survey", args=[survey.public_id])


@allow(cohort_policies.is_cohort_staff, Cohort)
@require_GET
def surveys(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    rows = [(row, queries.is_lapsed(row)) for row in queries.surveys_of(cohort)]
    return render_page(
        request,
        "programs/surveys/surveys.html",
        rows=rows,
        **cohort_context(request.user, cohort),
    )


@allow(cohort_policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    form = SurveyForm(post_data(request), cohort=cohort, user=request.user)
    return form_page(
        request,
        form,
        lambda **typed: services.plan_surveys(cohort=cohort, **typed),
        heading=_("Plan a survey"),
        submit=_("Plan survey"),
        breadcrumbs=[(_surveys_url(cohort), cohort)],
        success_message=_("The survey is planned and opens automatically."),
        lead=interpolate(
            _(
                "Responses cannot be linked to the people who gave them, and results are shown only for "
                "%(n)s or more people. Only reports on an exchange are read with the author’s name. If you "
                "use your own questionnaire, it is frozen from now on, so that courses can be compared."
            ),
            n=K,
        ),
    )


@allow(policies.may_read, CohortSurvey)
@require_GET
def survey(request: SignedInRequest, survey: CohortSurvey) -> HttpResponse:
    """Show the response counts and, after closing, the results with links to comments and reports."""
    may_manage = policies.may_manage(request.user, survey)
    results = queries.results_of(survey)
    kind = request.GET.get("export", "")
    if kind in ("csv", "xlsx") and survey.state == CohortSurvey.State.CLOSED:
        rows = (row for line in results.lines for row in export_rows(line))
        return (csv_response if kind == "csv" else xlsx_response)("survey", headings(), rows)
    is_open = survey.state == CohortSurvey.State.OPEN
    return render_page(
        request,
        "programs/surveys/survey.html",
        survey=survey,
        collection=survey.collection,
        response_counts=queries.response_counts(survey) if survey.collection_id else None,
        audience_count=queries.target_people(survey).count() if not survey.collection_id else 0,
        not_invited=queries.not_yet_invited(survey) if is_open and may_manage else 0,
        is_lapsed=queries.is_lapsed(survey),
        results=results,
        comments=queries.survey_comment_counts(survey),
        reports=queries.reports_of(request.user, survey, all_of_them=True) if may_manage else [],
        scales=[line for line in results.lines if is_scale(line.question)],
        lines=[line for line in results.lines if not is_scale(line.question)],
        may_manage=may_manage,
        cohort=survey.cohort,
    )


def _confirm_emails(
    request: SignedInRequest, survey: CohortSurvey, action: Callable[..., Any], **context: Any
) -> HttpResponse:
    """Ask for confirmation of an action that sends emails; many emails are sent by a job, to which it redirects."""
    here = _survey_url(survey)
    return confirm_page(
        request,
        partial(action, survey=survey),
        back=here,
        success_url=lambda done: done[1] or here,
        **context,
    )


@allow(policies.may_manage, CohortSurvey)
@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, survey: CohortSurvey) -> HttpResponse:
    return confirm_page(
        request, partial(services.cancel_survey, survey=survey), back=_survey_url(survey),
        success_url=_surveys_url(survey.cohort),
        question=_("Withdraw this survey?"), effect=_("Nobody has been invited yet. The "
                                                       "questionnaire is kept."),
        confirm_label=_("Withdraw survey"), danger=True,
    )  # fmt: skip


@allow(policies.may_manage, CohortSurvey)
@require_http_methods(["GET", "POST"])
def open_(request: SignedInRequest, survey: CohortSurvey) -> HttpResponse:
    reachable = queries.reachable(survey).count()
    effect = interpolate(ngettext(
        "%(n)s person receives an email with a personal link.", "%(n)s people receive an email with a personal link.",
        reachable,
    ), n=reachable)  # fmt: skip
    without = queries.target_people(survey).count() - reachable
    if without:
        text = ngettext(
            "%(n)s person has no account and cannot be invited.", "%(n)s people have no account and cannot be invited.",
            without,
        )  # fmt: skip
        effect = f"{effect} {interpolate(text, n=without)}"
    if reachable < K and not survey.is_report:
        effect = f"{effect} {interpolate(_('Responses are never shown for fewer than %(n)s people.'), n=K)}"
    return _confirm_emails(
        request, survey, services.open_survey,
        question=_("Open the survey now?"), effect=effect, confirm_label=_("Open survey now"),
    )  # fmt: skip


@allow(policies.may_manage, CohortSurvey)
@require_http_methods(["GET", "POST"])
def invite_added(request: SignedInRequest, survey: CohortSurvey) -> HttpResponse:
    return _confirm_emails(
        request, survey, services.invite_added,
        question=_("Send invitations to people added since the survey opened?"),
        effect=_("People who are already on the list do not receive a second email."),
        confirm_label=_("Send invitations"),
    )  # fmt: skip


@allow(policies.may_manage, CohortSurvey)
@require_http_methods(["GET", "POST"])
def remind(request: SignedInRequest, survey: CohortSurvey) -> HttpResponse:
    return _confirm_emails(
        request, survey, services.remind,
        question=_("Remind those who have not responded?"),
        effect=_("We do not remind people who have responded, who told us that it does not apply to "
                 "them, or whose email bounced."),
        confirm_label=_("Send reminders"),
    )  # fmt: skip


@allow(policies.may_manage, CohortSurvey)
@require_http_methods(["GET", "POST"])
def close(request: SignedInRequest, survey: CohortSurvey) -> HttpResponse:
    return confirm_page(
        request, partial(services.close_survey, survey=survey), back=_survey_url(survey),
        question=_("Close the survey now?"),
        effect=_("No more responses are accepted, drafts are deleted and the results are shown."),
        confirm_label=_("Close now"),
    )  # fmt: skip


@allow(policies.may_manage, CohortSurvey)
@require_http_methods(["GET", "POST"])
def closing_time(request: SignedInRequest, survey: CohortSurvey) -> HttpResponse:
    here = _survey_url(survey)
    initial = {"closes_at": survey.collection.closes_at} if survey.collection else None
    return form_page(
        request,
        CloseTimeForm(post_data(request), initial=initial),
        lambda **typed: services.change_closing_time(survey=survey, **typed),
        heading=_("Change closing time"),
        submit=_("Change closing time"),
        breadcrumbs=[(here, survey)],
    )


@allow(policies.may_answer, CohortSurvey)
@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, survey: CohortSurvey) -> HttpResponse:
    """Let invited people answer when they are signed in, without the link in the email."""
    invitation = queries.invitation_of(request.user, survey)
    if invitation is None:
        raise Http404
    is_through = invitation.state in (Invitation.State.COMPLETE, Invitation.State.SCREENED_OUT)
    is_open = invitation.collection.is_open and not is_through
    if request.method == "POST" and is_open:
        return redirect("assessments:collection:answer", invitations.issue_link_token(invitation))
    return render_page(
        request,
        "programs/surveys/answer.html",
        status=200 if is_open else HTTP_GONE,
        survey=survey,
        texts=survey.version.text_in(invitation.language),
        is_open=is_open,
        is_through=is_through,
        report=queries.reports_of(request.user, survey, all_of_them=False).first(),
    )


@allow(policies.may_see_report, CohortSurvey)
@require_GET
def report(request: SignedInRequest, survey: CohortSurvey, response_id: UUID) -> HttpResponse:
    """Show a report on an exchange, in the active language, to coordinators and its author."""
    may_manage = policies.may_manage(request.user, survey)
    rows = queries.reports_of(request.user, survey, all_of_them=may_manage)
    response = get_object_or_404(rows, pk=response_id)
    return render_page(
        request,
        "programs/surveys/report.html",
        survey=survey,
        cohort=survey.cohort,
        response=response,
        may_manage=may_manage,
        rows=answer_rows(response, translation.get_language() or response.language),
    )


@allow(policies.may_manage, CohortSurvey)
@require_GET
def reports(_request: SignedInRequest, survey: CohortSurvey) -> HttpResponse:
    """Download all reports as a workbook."""
    if not survey.is_report or survey.collection is None:
        raise Http404
    book = workbook_of(survey.collection, language=translation.get_language() or "en")
    return workbook_response("reports", book)
