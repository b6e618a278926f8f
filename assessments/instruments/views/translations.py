"""Translations of an edition: side by side in a table, or as a PO file for a translator."""

import io
from typing import Any

from babel.messages import pofile
from babel.messages.catalog import Catalog
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.instruments import phrases, policies, services
from assessments.instruments.errors import PoFileRejectedError
from assessments.instruments.forms import PhrasesFileForm
from assessments.instruments.models import InstrumentVersion
from assessments.instruments.views.versions import base_context
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import SignedInRequest
from portal.audit import services as audit
from portal.languages.directions import writing_direction
from portal.languages.numbers import interpolate
from portal.ui.pages import render_page

MAX_FILE_BYTES = 4_000_000


def _target(version: InstrumentVersion, language: str) -> str:
    if language not in dict(settings.LANGUAGES) or language == version.source_language:
        raise Http404
    return language


@allow(policies.may_write, InstrumentVersion)
@require_http_methods(["GET", "POST"])
def table(request: SignedInRequest, version: InstrumentVersion, language: str) -> HttpResponse:
    """Source and translation side by side, with missing and outdated ones marked."""
    _target(version, language)
    if request.method == "POST":
        return _save(request, version, language)
    return _show(request, version, language)


def _save(request: SignedInRequest, version: InstrumentVersion, language: str) -> HttpResponse:
    """Save only what was changed here. What someone else changed in the meantime is shown, not overwritten."""
    typed = {key[2:]: request.POST.get(key, "") for key in request.POST if key.startswith("t.")}
    original = {key[2:]: request.POST.get(key, "") for key in request.POST if key.startswith("w.")}
    confirmed = set(request.POST.getlist("still"))
    try:
        with transaction.atomic():
            locked = services.lock_draft(version)
            current_targets = {phrase.key: phrase.target for phrase in phrases.phrases_of(locked, language)}
            changed = {
                key: text
                for key, text in typed.items()
                if key in current_targets
                and (text.strip() != _plain(original.get(key, "")) or key in confirmed)
            }
            clashes = {
                key
                for key in changed
                if _plain(current_targets[key]) != _plain(original.get(key, ""))
                and current_targets[key] != typed[key]
            }
            done = phrases.write(locked, language, {k: v for k, v in changed.items() if k not in clashes})
            audit.record(request.user, "questionnaire.translated", locked, language=language, phrases=done)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(request.path)
    messages.success(
        request, interpolate(ngettext("%(n)s phrase saved.", "%(n)s phrases saved.", done), n=done)
    )
    if clashes:
        return _show(request, version, language, clashes={key: typed[key] for key in clashes}, status=422)
    return redirect(request.get_full_path())


def _plain(typed: str) -> str:
    return typed.replace("\r\n", "\n").strip()


def _show(
    request: SignedInRequest,
    version: InstrumentVersion,
    language: str,
    *,
    clashes: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    all_phrases = phrases.phrases_of(version, language)
    open_ = [phrase for phrase in all_phrases if phrase.state != "complete"]
    only_open = "open" in request.GET
    return render_page(
        request,
        "assessments/instruments/translations.html",
        status=status,
        language=language,
        rows=[(phrase, (clashes or {}).get(phrase.key)) for phrase in (open_ if only_open else all_phrases)],
        only_open=only_open,
        left=len(open_),
        total=len(all_phrases),
        target_direction=writing_direction(language),
        source_direction=writing_direction(version.source_language),
        form=PhrasesFileForm(),
        **base_context(version, request.user),
    )


@allow(policies.may_write, InstrumentVersion)
@require_GET
def po(request: SignedInRequest, version: InstrumentVersion, language: str) -> HttpResponse:
    """A PO file with the key of each phrase as context and its location as comment."""
    _target(version, language)
    catalog = Catalog(locale=_locale(language), project=version.instrument.title, charset="utf-8")
    for phrase in phrases.phrases_of(version, language):
        flags = ("fuzzy",) if phrase.state == "outdated" else ()
        catalog.add(
            phrase.source, phrase.target, context=phrase.key, auto_comments=[phrase.where], flags=flags
        )
    out = io.BytesIO()
    pofile.write_po(out, catalog, width=0)
    response = HttpResponse(out.getvalue(), content_type="text/x-gettext-translation; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="questionnaire-{version.number}-{language}.po"'
    return response


def _locale(language: str) -> str:
    return "zh_Hans" if language == "zh-hans" else language


@allow(policies.may_write, InstrumentVersion)
@require_POST
def import_po(request: SignedInRequest, version: InstrumentVersion, language: str) -> HttpResponse:
    """Import a translated PO file. Phrases whose source has changed since are skipped and counted."""
    _target(version, language)
    form = PhrasesFileForm(request.POST, request.FILES)
    if form.is_valid():
        with form.map_domain_errors():
            typed = _read_po(form.cleaned_data["file"])
            with transaction.atomic():
                locked = services.lock_draft(version)
                sources = {phrase.key: phrase.source for phrase in phrases.phrases_of(locked, language)}
                current = {
                    key: text for key, (source, text) in typed.items() if sources.get(key) == source and text
                }
                done = phrases.write(locked, language, current)
                audit.record(
                    request.user, "questionnaire.translated", locked, language=language, phrases=done
                )
            messages.success(
                request, interpolate(ngettext("%(n)s phrase saved.", "%(n)s phrases saved.", done), n=done)
            )
            older = sum(key not in current for key, (_source, text) in typed.items() if text)
            if older:
                messages.warning(
                    request,
                    interpolate(ngettext(
                        "%(n)s phrase in the file was skipped because its source text has changed.",
                        "%(n)s phrases in the file were skipped because their source text has "
                        "changed.",
                        older,
                    ), n=older),
                )  # fmt: skip
            return redirect("assessments:instruments:translations", version.public_id, language)
    for text in [*form.domain_errors, *(text for errors in form.errors.values() for text in errors)]:
        messages.error(request, str(text))
    return redirect("assessments:instruments:translations", version.public_id, language)


def _read_po(file: Any) -> dict[str, tuple[str, str]]:
    """Key -> (source, translation); "fuzzy" entries are ignored. Raises PoFileRejectedError."""
    if file.size > MAX_FILE_BYTES:
        raise PoFileRejectedError(_("This file is too large to be a translation of a questionnaire."))
    try:
        text = file.read().decode("utf-8")
        if "\x00" in text:  # NUL characters, which PostgreSQL rejects
            raise ValueError
        catalog = pofile.read_po(io.StringIO(text), abort_invalid=True)
    except (UnicodeDecodeError, ValueError, pofile.PoFileError) as error:
        raise PoFileRejectedError from error
    return {
        message.context: (str(message.id), str(message.string))
        for message in catalog
        if message.id and message.context and not message.fuzzy and isinstance(message.string, str)
    }
