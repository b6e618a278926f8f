"""Pages for taking a course, and for writing its units and question bank."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.collection import invitations
from assessments.instruments.models import InstrumentVersion
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import SignedInRequest
from portal.files import services as files
from portal.languages.numbers import interpolate
from portal.ui.pages import confirm_page, post_data, render_page
from programs.cohorts.models import Enrolment
from programs.curriculum import policies as curriculum_policies
from programs.curriculum.models import Edition, Section
from programs.curriculum.views import confirm_removal, edition_form_page, move_and_redirect
from programs.learning import authoring, policies, question_banks, quiz_attempts, services
from programs.learning.final_tests import is_too_short, pass_share_of
from programs.learning.forms import UnitForm
from programs.learning.models import QuestionBank, Quiz, QuizAttempt, Unit
from programs.learning.queries import course_progress, review_answers, units_with_progress
from programs.learning.question_banks import question_bank_of
from programs.learning.results import failed_units, quiz_result


@allow(policies.is_own, Enrolment)
@require_GET
def course(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    units = units_with_progress(enrolment)
    progress = course_progress(units)
    upcoming = enrolment.cohort.sessions.filter(cancelled_at=None, ends__gt=timezone.now())
    return render_page(
        request,
        "programs/learning/course.html",
        enrolment=enrolment,
        cohort=enrolment.cohort,
        application=enrolment.cohort.applications.filter(person=enrolment.person_id).first(),
        units=units,
        way=progress,
        sessions=upcoming,
        failed=failed_units(enrolment),
    )


@allow(policies.is_own, Enrolment)
@require_http_methods(["GET", "POST"])
def unit(request: SignedInRequest, enrolment: Enrolment, unit_id: uuid.UUID) -> HttpResponse:
    """Show a unit; POST marks it as completed and redirects to the next one."""
    units = units_with_progress(enrolment)
    index = next((i for i, (row, _progress) in enumerate(units) if row.public_id == unit_id), None)
    if index is None:
        raise Http404
    shown = units[index][0]
    if shown.kind == Unit.Kind.QUIZ:
        return _quiz(request, enrolment, shown)
    if request.method == "POST":
        services.finish_unit(enrolment=enrolment, unit=shown)
        if index + 1 < len(units):
            return redirect("programs:learning:unit", enrolment.public_id, units[index + 1][0].public_id)
        return redirect("programs:learning:course", enrolment.public_id)
    services.open_unit(enrolment=enrolment, unit=shown)
    return render_page(
        request,
        "programs/learning/unit.html",
        enrolment=enrolment,
        cohort=enrolment.cohort,
        unit=shown,
        number=index + 1,
        total=len(units),
        units=units,
        failed=failed_units(enrolment),
        previous=units[index - 1][0] if index else None,
    )


def _quiz(request: SignedInRequest, enrolment: Enrolment, unit: Unit) -> HttpResponse:
    """Show a test with the results of earlier attempts; POST starts or resumes an attempt."""
    quiz: Quiz = unit.quiz
    error_message = ""
    if request.method == "POST":
        try:
            invitation = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
            return redirect("assessments:collection:answer", invitations.issue_link_token(invitation))
        except DomainError as error:
            error_message = str(error)
    attempts = list(QuizAttempt.objects.filter(enrolment=enrolment, quiz=quiz).order_by("-number"))
    allowed = quiz_attempts.allowed_attempts(quiz)
    version = question_bank_of(quiz) if attempts and quiz.phase == Quiz.Phase.PRACTICE else None
    return render_page(
        request,
        "programs/learning/quiz.html",
        status=422 if error_message else None,
        enrolment=enrolment,
        cohort=enrolment.cohort,
        unit=unit,
        quiz=quiz,
        attempts=attempts,
        result=quiz_result(enrolment, quiz, attempts),
        is_too_short=quiz.phase == Quiz.Phase.POST and is_too_short(quiz),
        pass_share=pass_share_of(enrolment.cohort) if quiz.phase == Quiz.Phase.POST else None,
        error_message=error_message,
        attempts_allowed=allowed,
        has_started=quiz_attempts.has_started(enrolment, quiz, after=attempts[0].number if attempts else 0),
        attempts_left=None if allowed is None else max(0, allowed - len(attempts)),
        reviews=review_answers(attempts[0], version) if version else [],
    )


@allow(curriculum_policies.may_edit_section, Section)
@require_http_methods(["GET", "POST"])
def new_unit(request: SignedInRequest, section: Section) -> HttpResponse:
    heading = interpolate(_("Add a unit to “%(section)s”"), section=section)
    act = partial(_with_quiz, partial(authoring.add_unit, section=section))
    return edition_form_page(
        request,
        section.edition,
        _unit_form(request, section),
        act,
        anchor=f"#section-{section.public_id}",
        heading=heading,
    )


@allow(policies.may_write_unit, Unit)
@require_http_methods(["GET", "POST"])
def edit_unit(request: SignedInRequest, unit: Unit) -> HttpResponse:
    heading = interpolate(_("Edit %(name)s"), name=unit)
    act = partial(_with_quiz, partial(authoring.save_unit, unit=unit))
    return edition_form_page(
        request,
        unit.section.edition,
        _unit_form(request, unit.section, unit),
        act,
        anchor=_anchor(unit),
        heading=heading,
    )


@allow(policies.may_write_unit, Unit)
@require_POST
def move_unit(request: SignedInRequest, unit: Unit) -> HttpResponse:
    return move_and_redirect(
        request, unit.section.edition, partial(authoring.move_unit, unit=unit), anchor=_anchor(unit)
    )


@allow(policies.may_write_unit, Unit)
@require_http_methods(["GET", "POST"])
def remove_unit(request: SignedInRequest, unit: Unit) -> HttpResponse:
    act, effect = partial(authoring.remove_unit, unit=unit), _("Its content is deleted too.")
    return confirm_removal(request, unit.section.edition, act, name=unit.title, effect=effect)


def _unit_form(request: SignedInRequest, section: Section, unit: Unit | None = None) -> UnitForm:
    """The bound form. An uploaded file is stored at once, so that it is not lost if another field has an error."""
    is_posted = request.method == "POST"
    stored = files.pending_upload(section, request.POST.get("kept", ""))
    form = UnitForm(
        post_data(request),
        request.FILES if is_posted else None,
        instance=unit,
        edition=section.edition,
        stored_file=stored,
    )
    upload = request.FILES.get("upload")
    if upload and not form.has_error("upload"):
        form.keep(files.store(upload, name=upload.name or "", owner=section, by=request.user))
    return form


def _anchor(unit: Unit) -> str:
    return f"#unit-{unit.public_id}"


def _with_quiz(
    action: Callable[..., Unit],
    *,
    phase: str,
    items_per_competency: int | None,
    pass_percent: int | None,
    upload: Any,
    kept: Any,
    **typed: Any,
) -> Unit:
    """Call the service with the form's values; `kept` is the stored upload."""
    quiz = {
        "phase": phase,
        "items_per_competency": items_per_competency or 2,
        "pass_share": Decimal(pass_percent or 0) / 100,
    }
    return action(quiz=quiz, file=kept, **typed)


@allow(curriculum_policies.may_write, Edition)
@require_http_methods(["GET", "POST"])
def question_bank(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Redirect to the editor of the edition's question bank; POST creates it."""
    bank = QuestionBank.objects.filter(edition=edition).select_related("version").first()
    if bank is not None:
        return redirect(_editor_url(bank.version))
    return confirm_page(
        request, partial(question_banks.get_or_create_question_bank, edition=edition), success_url=_editor_url,
        back=reverse("programs:curriculum:edition", args=[edition.public_id]),
        question=_("Create the question bank for this edition?"), confirm_label=_("Create question bank"),
        effect=_(
            "You write it once for all tests of this edition, in any language. Tests draw their "
            "questions from it by competency. A later edition starts with a copy of it."
        ),
    )  # fmt: skip


def _editor_url(version: InstrumentVersion) -> str:
    return reverse("assessments:instruments:version", args=[version.public_id])
