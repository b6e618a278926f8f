"""Questionnaires and their editions: list, outline, XLSForm workbook, next edition, preview."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import UUID

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.instruments import builtin_templates, editions, policies, services
from assessments.instruments.elements import ResponseEvaluator
from assessments.instruments.forms import CopyFromForm, InstrumentForm, WorkbookForm
from assessments.instruments.images import picture_of
from assessments.instruments.models import InstrumentVersion, Question
from assessments.instruments.pages import pages_of
from assessments.instruments.phrases import phrases_of
from assessments.instruments.queries import Questionnaire, VersionRows
from assessments.instruments.rendering import PageRenderer, client_logic
from assessments.instruments.validation import opening_issues
from assessments.instruments.xlsform.messages import other_choice_texts, unreadable_message, with_messages
from assessments.instruments.xlsform.parsed_form import FormRows
from assessments.instruments.xlsform.reader import read_form
from assessments.instruments.xlsform.storage import competencies_of, replace_contents
from assessments.instruments.xlsform.workbook import UnreadableWorkbookError
from assessments.instruments.xlsform.writer import workbook_of
from participants.accounts.models import User
from portal.access.decorators import View, allow
from portal.access.errors import DomainError
from portal.access.users import AnyUser, SignedInRequest
from portal.files import services as files
from portal.files import uploads
from portal.files.models import StoredFile
from portal.tables.listing import Column, Listing
from portal.ui.pages import form_page, post_data, render_page

framed: Callable[[View], View] = csp_replace({"frame-ancestors": [SELF]})
framing: Callable[[View], View] = csp_replace({"frame-src": [SELF], "frame-ancestors": [NONE]})


def version_url(version: InstrumentVersion) -> str:
    return reverse("assessments:instruments:version", args=[version.public_id])


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
        heading=_("New questionnaire"), submit=_("Create questionnaire"), back=home, breadcrumbs=[(home,
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
        pages=pages_of(questionnaire),
        errors=[]
        if version.is_open
        else opening_issues(version, languages=languages, anonymity=anonymity, rows=rows),
        editions=version.instrument.versions.order_by("-number"),
        progress=_progress(version, rows),
        **context,
    )


def _progress(version: InstrumentVersion, rows: VersionRows) -> list[tuple[str, str, int, int]]:
    """For each language that it can be translated into: code, name, phrases left, total."""
    found = []
    for code, name in settings.LANGUAGES:
        if code != version.source_language:
            states = [phrase.state for phrase in phrases_of(version, code, rows)]
            found.append((code, name, len(states) - states.count("complete"), len(states)))
    return found


def outline_of(questionnaire: Questionnaire, parent: str = "") -> list[dict[str, Any]]:
    """The questions as a tree; the two ratings of a task are one line."""
    found, pair_keys = [], set()
    for one in questionnaire.members(parent):
        if one.type == Question.Type.RATING:
            if one.pair_key in pair_keys:
                continue
            pair_keys.add(one.pair_key)
        found.append({"question": one, "members": outline_of(questionnaire, one.name)})
    return found


@allow(policies.may_write, InstrumentVersion)
@require_GET
@xframe_options_sameorigin
@framed
def preview(request: SignedInRequest, version: InstrumentVersion, number: int = 1) -> HttpResponse:
    """One page as respondents see it, in any language. Nothing is saved."""
    return render_preview(request, version, number=number)


def render_preview(
    request: SignedInRequest, version: InstrumentVersion, *, number: int = 1, name: str = ""
) -> HttpResponse:
    """The page of that number, or the one with the question `name`."""
    language = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else version.source_language):
        questionnaire = Questionnaire(version, translation.get_language() or version.source_language)
        pages = pages_of(questionnaire)
        asking = next((one for one in pages if any(asked.name == name for asked in one.questions)), None)
        current = asking or (pages[min(max(number, 1), len(pages)) - 1] if pages else None)
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


@allow(policies.may_write, InstrumentVersion)
@require_POST
def edition(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """Create a new edition. Existing responses stay with the edition that they answered."""
    if version.instrument.has_single_edition:
        raise Http404
    fresh = editions.new_edition(version=version, by=request.user)
    messages.success(request, _("You can now edit edition %(n)s.") % {"n": fresh.number})
    return redirect(version_url(fresh))


@allow(policies.may_write, InstrumentVersion)
@require_GET
def xlsform(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    response = HttpResponse(workbook_of(version), content_type=uploads.XLSX)
    name = uploads.clean_name(f"{version.instrument.title} {version.number}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@allow(policies.may_write, InstrumentVersion)
@require_http_methods(["GET", "POST"])
def import_xlsform(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """Replace the draft by a workbook: previewed first, then stored after confirmation."""
    post = request.method == "POST"
    preview = files.pending_upload(version, request.POST.get("preview", ""), media_type=uploads.XLSX)
    form = WorkbookForm(request.POST if post else None, request.FILES if post else None, preview=preview)
    found: FormRows | None = None
    if form.is_valid():
        with form.map_domain_errors():
            file = form.cleaned_data["file"]
            if file:
                uploads.check(file, kinds={"xlsx"})
                preview = files.store(file, name=file.name, owner=version, by=request.user)
            found = _read(preview, version)
            if "store" in request.POST and not found.errors:
                replace_contents(version=version, form=found, by=request.user)
                messages.success(request, _("The workbook has been imported into the questionnaire."))
                return redirect(version_url(version))
    return render_page(
        request,
        "assessments/instruments/import_xlsform.html",
        status=422 if found and found.errors else None,
        form=form,
        found=found,
        preview=preview if found and not found.errors else None,
        errors=with_messages(found.errors) if found else [],
        left_out=with_messages(found.unsupported) if found else [],
        replaces=version.questions.count(),
        **base_context(version, request.user),
    )


def _read(stored: StoredFile | None, version: InstrumentVersion) -> FormRows:
    """Raises a DomainError with the sheet and the reason."""
    assert stored is not None  # noqa: S101  # the form requires a file unless one was previewed
    codes = frozenset(one.code for one in competencies_of(version))
    try:
        with files.open_stored(stored) as file:
            return read_form(file, dict(settings.LANGUAGES), competencies=codes, other=other_choice_texts())
    except UnreadableWorkbookError as error:
        raise DomainError(unreadable_message(error), code=error.code, field="file") from error


@allow(policies.may_write, InstrumentVersion)
@require_http_methods(["GET", "POST"])
def copy_from(request: SignedInRequest, version: InstrumentVersion) -> HttpResponse:
    """Replace the draft by a copy of another questionnaire."""
    form = CopyFromForm(post_data(request), version=version, user=request.user)
    return form_page(
        request, form, partial(editions.copy_from, version=version), success_url=version_url(version),
        heading=_("Copy from another questionnaire"), about=str(version), submit=_("Copy questionnaire"),
        lead=_("Its questions, choices and texts in every language replace the current content."),
        back=version_url(version), breadcrumbs=[(version_url(version), str(version.instrument))],
    )  # fmt: skip


@allow(policies.may_write, InstrumentVersion)
@require_GET
def image(request: SignedInRequest, version: InstrumentVersion, image_id: UUID) -> FileResponse:
    return picture_of(version, image_id)


def preview_unsaved(request: SignedInRequest, act: Any) -> HttpResponse:
    """Preview what `act` would store: store it, render it, and roll back."""
    with transaction.atomic():
        question = act()
        response = render_preview(request, question.version, name=question.name)
        transaction.set_rollback(True)
    return response
