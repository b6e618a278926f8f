"""The course as the judge goes through it: units, tests, what the certificate still asks for."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.access.decorators import allow
from portal.ui.pages import form_page, page, posted
from programs.cohorts.models import Enrolment
from programs.curriculum import policies as curriculum_policies
from programs.curriculum.models import CorePart, Edition
from programs.learning import authoring, policies, services
from programs.learning.forms import ItemForm, QuizForm, UnitForm
from programs.learning.models import Quiz, QuizAttempt, QuizItem, Unit
from programs.learning.queries import items_of, units_with_progress


@allow(policies.is_own, Enrolment)
@require_GET
def course(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    units = units_with_progress(enrolment)
    done = sum(progress is not None and progress.done_at is not None for _unit, progress in units)
    upcoming = enrolment.cohort.sessions.filter(cancelled_at=None, ends__gt=timezone.now())
    return page(
        request,
        "programs/learning/course.html",
        enrolment=enrolment,
        cohort=enrolment.cohort,
        application=enrolment.cohort.applications.filter(person=enrolment.person_id).first(),
        units=units,
        done=done,
        next_unit=next((unit for unit, row in units if row is None or row.done_at is None), None),
        sessions=upcoming,
        rule=getattr(enrolment.cohort, "completion_rule", None),
    )


@allow(policies.is_own, Enrolment)
@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, enrolment: Enrolment, unit_id: uuid.UUID) -> HttpResponse:
    """One unit; POST marks it as done and goes on to the next."""
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
    return page(
        request,
        "programs/learning/unit.html",
        enrolment=enrolment,
        cohort=enrolment.cohort,
        unit=shown,
        number=index + 1,
        total=len(units),
        units=units,
        previous=units[index - 1][0] if index else None,
    )


def _quiz(request: HttpRequest, enrolment: Enrolment, unit: Unit) -> HttpResponse:
    quiz: Quiz = unit.quiz
    items = items_of(quiz)
    form = QuizForm(request.POST if request.method == "POST" else None, items=items)
    attempts = list(QuizAttempt.objects.filter(enrolment=enrolment, quiz=quiz).order_by("-number"))
    if form.is_valid():
        with form.refusals():
            services.answer_quiz(enrolment=enrolment, quiz=quiz, answers=form.answers)
            return redirect(request.path)
    tries = {Quiz.Phase.PRE: 1, Quiz.Phase.POST: services.POST_TRIES}.get(Quiz.Phase(quiz.phase))
    return page(
        request,
        "programs/learning/quiz.html",
        enrolment=enrolment,
        cohort=enrolment.cohort,
        unit=unit,
        quiz=quiz,
        form=form,
        attempts=attempts,
        tries_left=None if tries is None else max(0, tries - len(attempts)),
        explained=[(item, attempts[0].answers.get(str(item.pk))) for item in items]
        if attempts and quiz.phase == Quiz.Phase.PRACTICE
        else [],
    )


def _of_edition(
    request: HttpRequest, edition: Edition, form: Any, act: Callable[..., Any], heading: str
) -> HttpResponse:
    home = reverse("programs:curriculum:edition", args=[edition.public_id])
    return form_page(request, form, act, to=home, crumbs=[(home, edition)], back=home, heading=heading)


@allow(policies.may_write_part, CorePart)
@require_http_methods(["GET", "POST"])
def new_unit(request: HttpRequest, part: CorePart) -> HttpResponse:
    form = UnitForm(posted(request), request.FILES if request.method == "POST" else None)
    return _of_edition(
        request, part.edition, form, partial(_add_unit, part), _("Add a unit to “%(part)s”") % {"part": part}
    )


def _add_unit(part: CorePart, *, phase: str, items_a_competency: int | None, by: Any, **fields: Any) -> Unit:
    quiz = {"phase": phase, "items_a_competency": items_a_competency or 2}
    return authoring.add_unit(part=part, by=by, quiz=quiz, **fields)


@allow(curriculum_policies.may_write, Edition)
@require_http_methods(["GET", "POST"])
def new_item(request: HttpRequest, edition: Edition) -> HttpResponse:
    """A question of the pool from which the tests before and after are drawn."""
    form = ItemForm(posted(request), edition=edition)
    return _of_edition(request, edition, form, partial(_add_item, edition), _("Add a question"))


def _add_item(edition: Edition, *, by: Any, **typed: Any) -> QuizItem:
    fields = {name: typed[name] for name in ("competency", "form", "stem", "options", "explanation")}
    return authoring.add_item(edition=edition, by=by, **fields)
