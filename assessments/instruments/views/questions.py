"""Add, edit, move and remove one question of a draft, and preview it before it is saved."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST

from assessments.instruments import policies, questions, ratings
from assessments.instruments.choice_fields import ChoiceInput
from assessments.instruments.errors import AlreadyOpenError
from assessments.instruments.fieldsets import fieldsets_for
from assessments.instruments.forms import QuestionForm, RatingForm
from assessments.instruments.models import Instrument, InstrumentVersion, Question
from assessments.instruments.phrases import FIELDS
from assessments.instruments.queries import CONTAINERS, label_of, parameters_of
from assessments.instruments.question_types import OFFERED
from assessments.instruments.row_fields import with_changed_rows
from assessments.instruments.views.versions import (
    base_context,
    framed,
    framing,
    preview_unsaved,
    preview_url_at,
    target_languages,
    url_at,
    version_url,
)
from assessments.instruments.xlsform.messages import other_choice_texts
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import SignedInRequest
from portal.files import uploads
from portal.languages.numbers import interpolate
from portal.ui.pages import confirm_page, post_action, render_page

Type = Question.Type


def question_named(version: InstrumentVersion, name: str) -> Question:
    """The question of that name, else a 404."""
    question = version.questions.filter(name=name).select_related("choice_list", "parent").first()
    if question is None:
        raise Http404
    return question


@dataclass
class Prepared:
    """A question's form and the function that saves it."""

    form: Any
    act: Callable[[], Question]
    kind: str
    question: Question | None = None


def _new(request: SignedInRequest, version: InstrumentVersion) -> Prepared:
    """`?type=` is the type of the new question, `?after=` the question before it."""
    kind = request.GET.get("type", "")
    if kind not in Type.values:
        raise Http404
    after = version.questions.filter(name=request.GET.get("after", "")).select_related("parent").first()
    parent = after if after and after.type in CONTAINERS else after.parent if after else None
    if kind == Type.RATING:
        return _rating(request, version, None, parent=parent)
    previous = None if after == parent else after
    initial: dict[str, Any] = {"parent": parent}
    if version.instrument.kind == Instrument.Kind.TEST:
        initial["required"] = "yes"
    form = _form(request, version, kind, initial=initial)
    return Prepared(
        form,
        lambda: questions.add_question(
            version=version, kind=kind, after=previous, by=request.user, **_typed(form, None)
        ),
        kind,
    )


def _existing(request: SignedInRequest, version: InstrumentVersion, name: str) -> Prepared:
    question = question_named(version, name)
    if question.type == Type.RATING:
        return _rating(request, version, question)
    form = _form(request, version, question.type, question=question, initial=_initial(question))
    return Prepared(
        form,
        lambda: questions.save_question(question=question, by=request.user, **_typed(form, question)),
        question.type,
        question,
    )


@allow(policies.may_write, InstrumentVersion)
@require_http_methods(["GET", "POST"])
@framing
def add(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """Without `?type=` a list of types; the position is kept in the links."""
    if request.method == "GET" and not request.GET.get("type"):
        after = version.questions.filter(name=request.GET.get("after", "")).first()
        return render_page(
            request,
            "assessments/instruments/add.html",
            offered=OFFERED,
            after=after,
            is_inside=after is not None and after.type in CONTAINERS,
            after_label=label_in_outline(after, version) if after else "",
            **base_context(version, request.user),
        )
    return _question_page(request, version, _new(request, version))


def label_in_outline(question: Question, version: InstrumentVersion) -> str:
    """Its text as the outline shows it."""
    language = translation.get_language() or version.source_language
    return label_of(question, language, version.source_language) or question.name


@allow(policies.may_write, InstrumentVersion)
@require_http_methods(["GET", "POST"])
@framing
def edit(request: SignedInRequest, version: InstrumentVersion, name: str) -> HttpResponse:
    return _question_page(request, version, _existing(request, version, name))


@allow(policies.may_write, InstrumentVersion)
@require_POST
@xframe_options_sameorigin
@framed
def preview(request: SignedInRequest, version: InstrumentVersion, name: str = "") -> HttpResponse:
    """Preview the page with the unsaved input."""
    prepared = _existing(request, version, name) if name else _new(request, version)
    if not prepared.form.is_valid():
        error_texts = [text for errors in prepared.form.errors.values() for text in errors]
        return render_page(request, "assessments/instruments/no_preview.html", errors=error_texts)
    try:
        return preview_unsaved(request, prepared.act)
    except DomainError as error:
        return render_page(request, "assessments/instruments/no_preview.html", errors=[str(error)])


def _form(
    request: SignedInRequest,
    version: InstrumentVersion,
    kind: str,
    *,
    question: Question | None = None,
    initial: dict[str, Any],
) -> QuestionForm:
    post = request.method == "POST"
    return QuestionForm(
        request.POST if post else None,
        request.FILES if post else None,
        version=version,
        kind=kind,
        question=question,
        initial=initial,
    )


def _initial(question: Question) -> dict[str, Any]:
    source = question.version.source_language
    text = question.texts.filter(language=source).first()
    texts = {name: getattr(text, name) for name in FIELDS} if text else {}
    rules = {name: getattr(question, name) for name in questions.RULES}
    shared = question.choice_list is not None and question.choice_list.questions.count() > 1
    return {
        **texts,
        **rules,
        **parameters_of(question.parameters),
        "choice_list": question.choice_list if shared else None,
        "choices": _choices_of(question) if question.choice_list and not shared else [],
        "competency": question.competency,
        "parent": question.parent,
        "name": question.name,
        "revision": question.revision,
    }


def _choices_of(question: Question) -> list[ChoiceInput]:
    assert question.choice_list is not None  # noqa: S101
    source = question.version.source_language
    rows = []
    for choice in question.choice_list.choices.prefetch_related("texts"):
        label = next((text.label for text in choice.texts.all() if text.language == source), choice.name)
        columns = " | ".join(f"{name}: {value}" for name, value in choice.columns.items())
        rows.append(ChoiceInput(choice.name, label, columns))
    return rows


def _typed(form: QuestionForm, question: Question | None) -> dict[str, Any]:
    """The arguments of the service."""
    data = form.cleaned_data
    image = data.get("image")
    if image:
        uploads.check(image, kinds={"image"})
    fields = {
        "name": data["name"] or (question.name if question else ""),
        "parent": data["parent"],
        "texts": form.texts,
        "rules": ({"parameters": question.parameters} if question else {}) | form.rules,
        "choices": data.get("choices"),
        "choice_list": data.get("choice_list"),
        "competency": data.get("competency", question.competency if question else None),
        "image": image or None,
    }
    if question is not None:
        fields |= {"revision": data["revision"] or 0, "drop_image": data.get("drop_image", False)}
    return fields


def _question_page(request: SignedInRequest, version: InstrumentVersion, prepared: Prepared) -> HttpResponse:
    form, question = prepared.form, prepared.question
    if "row" in request.POST:
        form = with_changed_rows(form, request.POST["row"])
    if version.is_open and request.method == "GET":
        messages.warning(request, str(AlreadyOpenError.message))
        return redirect(version_url(version))
    if form.is_valid():
        with form.map_domain_errors():
            saved = prepared.act()
            messages.success(request, interpolate(_("“%(name)s” saved."), name=saved.name))
            if "other" in request.POST:
                _with_other(request, saved)
            return redirect(url_at(version, saved.name))
    here = [version.public_id, question.name] if question else [version.public_id]
    return render_page(
        request,
        "assessments/instruments/question.html",
        form=form,
        parts=fieldsets_for(form),
        heading=label_in_outline(question, version) if question else _("New question"),
        kind=Type(prepared.kind).label,
        question=question,
        preview_address=preview_url_at(version, question.name if question else request.GET.get("after", "")),
        preview_url=reverse("assessments:instruments:preview_question", args=here)
        + _query(request, question),
        offers_other=prepared.kind in (Type.SELECT_ONE, Type.SELECT_MULTIPLE)
        and version.instrument.kind != Instrument.Kind.TEST,
        **base_context(version, request.user),
    )


def _query(request: SignedInRequest, question: Question | None) -> str:
    return "" if question else f"?{request.GET.urlencode()}"


def _with_other(request: SignedInRequest, question: Question) -> None:
    """Add “other” in the questionnaire's languages and target languages; the portal has its standard text in
    all.
    """
    version = question.version
    languages = {
        version.source_language,
        *target_languages(version),
        *version.texts.values_list("language", flat=True),
    }
    texts = {language: label for language, label in other_choice_texts().items() if language in languages}
    try:
        questions.add_other(question=question, texts=texts, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))


def _rating(
    request: SignedInRequest,
    version: InstrumentVersion,
    question: Question | None,
    *,
    parent: Question | None = None,
) -> Prepared:
    initial: dict[str, Any] = {"parent": parent}
    if question is not None:
        text = question.texts.filter(language=version.source_language).first()
        initial = {
            "competency": question.competency, "label": text.label if text else "", "hint": text.hint if text else "",
            "relevant": question.relevant, "parent": question.parent,
        }  # fmt: skip
    form = RatingForm(
        request.POST if request.method == "POST" else None,
        version=version,
        question=question,
        initial=initial,
    )

    def act() -> Question:
        if question is None:
            return ratings.add_rating(version=version, by=request.user, **form.cleaned_data)
        return ratings.save_rating(question=question, by=request.user, **form.cleaned_data)

    return Prepared(form, act, Type.RATING, question)


@allow(policies.may_write, InstrumentVersion)
@require_POST
def move(request: SignedInRequest, version: InstrumentVersion, name: str) -> HttpResponse:
    question = question_named(version, name)
    action = partial(questions.move_question, question=question, up="up" in request.POST)
    return post_action(request, action, back=url_at(version, name))


@allow(policies.may_write, InstrumentVersion)
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, version: InstrumentVersion, name: str) -> HttpResponse:
    return confirm_page(
        request,
        partial(questions.remove, question=question_named(version, name)),
        back=version_url(version),
        success_message=interpolate(_("“%(name)s” removed."), name=name),
        question=interpolate(_("Remove “%(name)s” from the questionnaire?"), name=name),
        effect=_("Everything in it is also removed, in every language."),
        confirm_label=_("Remove from questionnaire"),
        cancel_label=_("Cancel"),
        danger=True,
    )
