"""Pages for deciding on a need and for linking programmes to it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.needs import decisions
from assessments.needs import policies as needs
from assessments.needs.models import TrainingNeed
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import form_page, post_data
from programs.curriculum import policies
from programs.curriculum.forms import WithdrawAnswerForm
from programs.programmes import need_answers
from programs.programmes.forms import DecisionForm, ProgrammeAnswerForm
from programs.programmes.models import ProgrammeNeed


def _need_url(need: TrainingNeed) -> str:
    return reverse("assessments:needs:training_need", args=[need.public_id])


def _need_form_page(
    request: SignedInRequest, need: TrainingNeed, form: Any, action: Any, **context: Any
) -> HttpResponse:
    home = _need_url(need)
    crumbs = [(reverse("assessments:needs:training_needs"), _("Training needs")), (home, need)]
    return form_page(request, form, action, breadcrumbs=crumbs, **context)


@allow(needs.may_decide, TrainingNeed)
@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, need: TrainingNeed) -> HttpResponse:
    """Record a decision; an earlier one stays on record. `after` detects a decision made in the meantime."""
    last = decisions.current(need)
    initial: dict[str, Any] = {"after": last.pk if last else None}
    if last is not None and last.owner_id:
        initial |= {
            "kind": last.kind, "offer": last.offer_id, "remedy": last.remedy, "owner": last.owner_id,
            "owner_person": last.owner_person_id, "measured_by": last.measured_by,
        }  # fmt: skip
    form = DecisionForm(post_data(request), initial=initial, need=need, user=request.user)
    return _need_form_page(
        request, need, form, lambda **typed: need_answers.decide(need=need, **typed),
        heading=_("Decide on this need"), about=str(need), submit=_("Record the decision"),
        lead=_("The decision is recorded with your name and today’s date. It cannot be changed, but "
               "a later decision supersedes it."),
    )  # fmt: skip


@allow(needs.may_decide, TrainingNeed)
@require_http_methods(["GET", "POST"])
def answer_with_programme(request: SignedInRequest, need: TrainingNeed) -> HttpResponse:
    form = ProgrammeAnswerForm(post_data(request), user=request.user)
    return _need_form_page(
        request, need, form, lambda **typed: need_answers.answer_with_programme(need=need, **typed),
        heading=_("Which programme addresses this need?"), about=str(need), submit=_("Mark as addressed"),
    )  # fmt: skip


@allow(policies.may_answer_need, ProgrammeNeed)
@require_http_methods(["GET", "POST"])
def withdraw_programme_answer(request: SignedInRequest, answer: ProgrammeNeed) -> HttpResponse:
    need = answer.training_need
    return _need_form_page(
        request, need, WithdrawAnswerForm(post_data(request)),
        lambda **typed: need_answers.withdraw_programme_answer(answer=answer, **typed),
        heading=interpolate(_("Withdraw “%(module)s” from this need?"), module=answer.programme.title), about=str(need),
        lead=_("If nothing else addresses this need, it needs a new decision."),
        submit=_("Withdraw answer"), danger=True,
    )  # fmt: skip
