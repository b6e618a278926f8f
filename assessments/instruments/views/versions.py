"""Questionnaires and their editions: list, outline and preview."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from assessments.instruments import builtin_templates, policies, services
from assessments.instruments.elements import ResponseEvaluator
from assessments.instruments.forms import InstrumentForm
from assessments.instruments.models import InstrumentVersion, Question
from assessments.instruments.pages import pages_of
from assessments.instruments.phrases import phrases_of
from assessments.instruments.queries import Questionnaire, VersionRows
from assessments.instruments.rendering import PageRenderer, client_logic
from assessments.instruments.validation import opening_issues
from participants.accounts.models import User
from portal.access.decorators import View, allow
from portal.access.users import AnyUser, SignedInRequest
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing
from portal.ui.pages import confirm_page, form_page, post_data, render_page

framed: Callable[[View], View] = csp_replace({"frame-ancestors": [SELF]})
framing: Callable[[View], View] = csp_replace({"frame-src": [SELF], "frame-ancestors": [NONE]})


def version_url(version: InstrumentVersion) -> str:
    return reverse("assessments:instruments:version", args=[version.public_id])


def url_at(version: InstrumentVersion, name: str) -> str:
    """The outline at a question, with the preview of its page."""
    return f"{version_url(version)}?{urlencode({'at': name})}#q-{name}"


def preview_url_at(version: InstrumentVersion, name: str) -> str:
    """The preview of the page with a question, of the first page without a name."""
    address = reverse("assessments:instruments:preview", args=[version.public_id, 1])
    return f"{address}?{urlencode({'at': name})}" if name else address


def base_context(version: InstrumentVersion, user: AnyUser) -> dict[str, Any]:
    """Context shared by all pages of one edition; `assessment` is the needs assessment that it belongs to, if
    any.
    """
    collection = version.collections.select_related(
        "needs_assessment"
    ).first()  # collections are in a package above this one
    return {
        "version": version,
        "assessment": getattr(collection, "needs_assessment", None),
        "may_write": policies.may_write(user, version) and not version.is_open,
    }


def target_languages(version: InstrumentVersion) -> list[str]:
    """The languages in which it will be offered, as far as they are known."""
    collection = version.collections.first()
    return collection.languages if collection else []


@allow(policies.may_list)
@require_GET
def versions(request: SignedInRequest) -> HttpResponse:
    listing = Listing(
        request,
        InstrumentVersion.objects.visible_to(request.user),
        name="questionnaires",
        columns=[
            Column(
                "title", _("Questionnaire"), sort="instrument__title", value=lambda row: str(row.instrument)
            ),
            Column("number", _("Edition"), sort="number", numeric=True),
            Column(
                "kind",
                _("Type"),
                sort="instrument__kind",
                value=lambda row: row.instrument.get_kind_display(),
            ),
            Column(
                "owner",
                _("Lead organisation"),
                sort="instrument__owner__name",
                value=lambda row: row.instrument.owner,
            ),
            Column("opened_at", _("Opened"), sort="opened_at"),
        ],
        search=["instrument__title", "instrument__owner__name"],
        default_sort="-created_at",
    )
    return listing.response("assessments/instruments/versions.html")


@allow(policies.may_list)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    home = reverse("assessments:instruments:versions")
    return form_page(
        request, InstrumentForm(post_data(request), user=request.user), _begin, success_url=version_url,
        heading=_("New questionnaire"), submit=_("Create questionnaire"), breadcrumbs=[(home,
        _("Questionnaires"))],
    )  # fmt: skip


def _begin(*, begins_with: str, by: User, **typed: Any) -> InstrumentVersion:
    if begins_with:
        return builtin_templates.create_from_template(
            builtin_template=begins_with, owner=typed["owner"], title=typed["title"], by=by
        )
    return services.create_instrument(by=by, **typed)


@allow(policies.may_write, InstrumentVersion)
@require_GET
@framing
def version(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """The outline beside a preview in the width of a phone."""
    rows = VersionRows(version)
    questionnaire = Questionnaire(version, translation.get_language() or version.source_language, rows)
    context = base_context(version, request.user)
    assessment = context["assessment"]
    languages = assessment.collection.languages if assessment else [version.source_language]
    anonymity = assessment.collection.anonymity if assessment else "named"
    return render_page(
        request,
        "assessments/instruments/version.html",
        outline=outline_of(questionnaire),
        preview_address=preview_url_at(version, request.GET.get("at", "")),
        errors=[]
        if version.is_open
        else opening_issues(version, languages=languages, anonymity=anonymity, rows=rows),
        editions=version.instrument.versions.order_by("-number"),
        progress=_progress(version, rows),
        **context,
    )


@allow(policies.may_write, InstrumentVersion)
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """Remove a draft that was created by mistake."""
    return confirm_page(
        request,
        partial(services.remove_draft, version=version),
        back=version_url(version),
        success_url=reverse("assessments:instruments:versions"),
        success_message=interpolate(_("“%(name)s” was removed."), name=version.instrument),
        question=interpolate(_("Remove the draft “%(name)s”?"), name=version.instrument),
        effect=_("All its questions and translations are removed. You cannot undo this."),
        confirm_label=_("Remove draft"),
        danger=True,
    )


def _progress(version: InstrumentVersion, rows: VersionRows) -> list[tuple[str, str, int, int]]:
    """For each language that it can be translated into: code, name, phrases left, total."""
    languages = []
    for code, name in settings.LANGUAGES:
        if code != version.source_language:
            states = [phrase.state for phrase in phrases_of(version, code, rows)]
            languages.append((code, name, len(states) - states.count("complete"), len(states)))
    return languages


def outline_of(questionnaire: Questionnaire, parent: str = "") -> list[dict[str, Any]]:
    """The questions as a tree; the two ratings of a task are one line."""
    lines, pair_keys = [], set()
    for question in questionnaire.members(parent):
        if question.type == Question.Type.RATING:
            if question.pair_key in pair_keys:
                continue
            pair_keys.add(question.pair_key)
        lines.append({"question": question, "members": outline_of(questionnaire, question.name)})
    return lines


@allow(policies.may_write, InstrumentVersion)
@require_GET
@xframe_options_sameorigin
@framed
def preview(request: SignedInRequest, version: InstrumentVersion, number: int = 1) -> HttpResponse:
    """One page as respondents see it, in any language: that of the number, or of the question `?at=`. Nothing is
    saved.
    """
    return render_preview(request, version, number=number, name=request.GET.get("at", ""))


def render_preview(
    request: SignedInRequest, version: InstrumentVersion, *, number: int = 1, name: str = ""
) -> HttpResponse:
    """The page of that number, or the one with the question `name`."""
    language = request.GET.get("language", "")
    languages = dict(settings.LANGUAGES)
    with translation.override(language if language in languages else version.source_language):
        questionnaire = Questionnaire(version, translation.get_language() or version.source_language)
        pages = pages_of(questionnaire)
        page_of_question = next(
            (page for page in pages if any(row.name == name for row in page.questions)), None
        )
        current = page_of_question or (pages[min(max(number, 1), len(pages)) - 1] if pages else None)
        renderer = PageRenderer(
            questionnaire,
            ResponseEvaluator(questionnaire.elements, {}, today=timezone.localdate()),
            fresh=True,
        )
        return render_page(
            request,
            "assessments/instruments/preview.html",
            version=version,
            current=current,
            pages=pages,
            blocks=renderer.blocks(current.blocks) if current else [],
            about=renderer.question(current.group, 0) if current and current.group else None,
            logic=client_logic(current, questionnaire, renderer.evaluator) if current else None,
            preview_language=translation.get_language(),
            direction="rtl" if translation.get_language_bidi() else "ltr",
            language_code=translation.get_language(),
            languages_offered=settings.LANGUAGES,
        )


def preview_unsaved(request: SignedInRequest, act: Any) -> HttpResponse:
    """Preview what `act` would store: store it, render it, and roll back."""
    with transaction.atomic():
        question = act()
        response = render_preview(request, question.version, name=question.name)
        transaction.set_rollback(True)
    return response
