"""Add several questions on one page, and place a question anywhere in the outline."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.instruments import policies, several
from assessments.instruments.errors import AlreadyOpenError
from assessments.instruments.models import InstrumentVersion, Question
from assessments.instruments.queries import CONTAINERS, Questionnaire
from assessments.instruments.row_fields import with_changed_rows
from assessments.instruments.several_forms import (
    PlaceForm,
    SeveralQuestionsForm,
    TypedQuestions,
    read_pasted,
)
from assessments.instruments.views.questions import label_in_outline, question_named
from assessments.instruments.views.versions import base_context, url_at, version_url
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import form_page, post_data, render_page


@allow(policies.may_write, InstrumentVersion)
@require_http_methods(["GET", "POST"])
def add_several(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """Pasted text becomes rows first, so that they can be checked; nothing is saved until then."""
    if version.is_open and request.method == "GET":
        messages.warning(request, str(AlreadyOpenError.message))
        return redirect(version_url(version))
    group = _group_of(version, request.GET.get("after", ""))
    form = SeveralQuestionsForm(
        post_data(request), version=version, initial={"key": uuid.uuid4(), "parent": group}
    )
    if request.method == "POST":
        typed = form["rows"].data
        if "row" in request.POST or typed.pasted.strip():
            form = with_changed_rows(form, request.POST.get("row", ""))
            form.initial["rows"] = TypedQuestions(
                (*(row for row in form.initial["rows"].rows if not row.is_empty), *read_pasted(typed.pasted)),
                "",
            )
    if form.is_valid():
        with form.map_domain_errors():
            added = several.add_questions(
                version=version, questions=form.cleaned_data["rows"], parent=form.cleaned_data["parent"],
                key=str(form.cleaned_data["key"]), by=request.user,
            )  # fmt: skip
            if added:
                words = ngettext("%(n)s question added.", "%(n)s questions added.", added)
                messages.success(request, interpolate(words, n=added))
            else:
                messages.info(request, _("These questions were already added."))
            last = version.questions.filter(parent=form.cleaned_data["parent"]).order_by("position").last()
            return redirect(url_at(version, last.name if last else ""))
    return render_page(
        request, "assessments/instruments/several.html", form=form, **base_context(version, request.user)
    )


def _group_of(version: InstrumentVersion, name: str) -> Question | None:
    """The group with that name, or of the question with that name."""
    question = version.questions.filter(name=name).select_related("parent").first()
    if question is None or question.type in CONTAINERS:
        return question
    return question.parent


@allow(policies.may_write, InstrumentVersion)
@require_http_methods(["GET", "POST"])
def place(request: SignedInRequest, version: InstrumentVersion, name: str) -> HttpResponse:
    """Move a question to another place or section; dragging it in the outline posts here too."""
    question = question_named(version, name)
    language = translation.get_language() or version.source_language
    form = PlaceForm(post_data(request), questionnaire=Questionnaire(version, language), question=question)
    label = label_in_outline(question, version)
    return form_page(
        request,
        form,
        partial(_place, version=version, question=question),
        success_url=lambda moved: url_at(version, moved.name),
        breadcrumbs=[(version_url(version), version.instrument)],
        heading=interpolate(_("Move “%(label)s”"), label=label),
        submit=_("Move the question"),
    )


def _place(*, version: InstrumentVersion, question: Question, to: str, by: object) -> Question:
    where, _colon, name = to.partition(":")
    other = question_named(version, name) if name else None
    parent = other if where == "in" else other.parent if other else None
    return several.place_question(
        question=question, parent=parent, after=other if where == "after" else None, by=by  # type: ignore[arg-type]
    )  # fmt: skip
