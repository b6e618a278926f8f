"""The completion status of a cohort, its criteria, and recording completions."""

from decimal import Decimal
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participants.accounts.models import User
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import form_page, post_data, render_page
from programs.cohorts import policies
from programs.cohorts.base_context import cohort_context
from programs.cohorts.models import Cohort, Enrolment
from programs.completion import services
from programs.completion.forms import CriteriaForm
from programs.completion.models import CompletionCriteria
from programs.completion.queries import completion_progress, criteria_for
from programs.completion.rules import evaluate


@allow(policies.is_cohort_staff, Cohort)
@require_GET
def completion_status(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    seated = Enrolment.objects.filter(cohort=cohort).seated().select_related("person", "jurisdiction")
    enrolments = list(seated.order_by("person__full_name"))
    criteria, progress = criteria_for(cohort), completion_progress(cohort, enrolments)
    rows = [(e, progress[e.pk], evaluate(progress[e.pk], criteria)) for e in enrolments]
    ready = sum(result.is_complete and e.state == Enrolment.State.ENROLLED for e, _progress, result in rows)
    return render_page(
        request,
        "programs/completion/completion_status.html",
        rows=rows,
        ready=ready,
        rule=criteria,
        **cohort_context(request.user, cohort),
    )


@allow(policies.may_coordinate, Cohort)
@require_POST
def record(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    n = len(services.record_completions(cohort=cohort, by=request.user))
    if n:
        text = ngettext(
            "%(n)s person has completed the course. A certificate is due.",
            "%(n)s people have completed the course. Certificates are due.",
            n,
        )
        messages.success(request, interpolate(text, n=n))
    else:
        messages.info(
            request,
            _("No one else meets the completion criteria yet. The table shows what each person still needs."),
        )
    return redirect("programs:completion:completion_status", cohort.public_id)


@allow(policies.may_coordinate, Cohort)
@require_http_methods(["GET", "POST"])
def edit_criteria(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    criteria = criteria_for(cohort)
    initial = {
        "attendance_percent": int(criteria.attendance_share * 100),
        "quiz_percent": int(criteria.quiz_share * 100),
        "all_units": criteria.all_units,
    }
    home = reverse("programs:completion:completion_status", args=[cohort.public_id])
    return form_page(
        request,
        CriteriaForm(post_data(request), initial=initial),
        partial(_set_criteria, cohort),
        heading=_("Completion criteria"),
        submit=_("Set completion criteria"),
        breadcrumbs=[(home, cohort)],
        lead=_("Everyone in the cohort can see the completion criteria. Set them before the course starts."),
    )


def _set_criteria(
    cohort: Cohort, *, attendance_percent: int, quiz_percent: int, all_units: bool, by: User
) -> CompletionCriteria:
    return services.set_criteria(
        cohort=cohort, by=by, all_units=all_units,
        attendance_share=Decimal(attendance_percent) / 100, quiz_share=Decimal(quiz_percent) / 100,
    )  # fmt: skip
