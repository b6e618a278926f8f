"""Answering by a personal link: no account, no JavaScript needed, page by page, the draft kept on the server."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django_ratelimit.core import is_ratelimited

from assessments.collection import delegating, services
from assessments.collection.forms import half_pairs, posted
from assessments.collection.models import Invitation, Response
from assessments.collection.queries import answers_of, invitation_of
from assessments.instruments.queries import QuestionPage, pages_of
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.policies import everyone
from portal.faults import too_many
from portal.links.services import hash_of
from portal.ui.pages import page

MISSES, CALLS = "20/m", "90/m"  # a whole court may sit behind one address: only misses count against it
SECONDS = 60
GONE, NOT_FOUND = 410, 404
View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Resolve the token, speak the respondent's language, and answer closed, used and unknown links with a page."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if _called_too_often(request, token):
            return too_many(request, seconds=SECONDS)
        try:
            invitation = invitation_of(token)
            with translation.override(language_of(invitation)):
                services.require_open(invitation.collection)
                response = view(request, invitation, token, *args, **kwargs)
                response.headers["Content-Language"] = translation.get_language() or ""
        except DomainError as error:
            response = _closed(request, error)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def _called_too_often(request: HttpRequest, token: str) -> bool:
    return is_ratelimited(request, group="answer-miss", key="ip", rate=MISSES) or is_ratelimited(
        request, group="answer", key=lambda _group, _request: hash_of(token), rate=CALLS, increment=True
    )


def _closed(request: HttpRequest, error: DomainError) -> HttpResponse:
    if error.code == "unknown":
        is_ratelimited(request, group="answer-miss", key="ip", rate=MISSES, increment=True)
    status = NOT_FOUND if error.code == "unknown" else GONE
    response = page(
        request, "assessments/collection/closed.html", status=status, code=error.code, message=str(error)
    )
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would write the token into the log
    return response


def draft_of(invitation: Invitation) -> Response | None:
    return getattr(invitation, "response", None)


def language_of(invitation: Invitation) -> str:
    draft = draft_of(invitation)
    return draft.language if draft else invitation.language


def frame(invitation: Invitation, token: str) -> dict[str, Any]:
    """What every page of the questionnaire shows."""
    collection = invitation.collection
    words = collection.version.words_in(translation.get_language() or "en")
    names = dict(settings.LANGUAGES)
    return {
        "invitation": invitation,
        "collection": collection,
        "token": token,
        "words": words,
        "owner": collection.version.instrument.owner,
        "offered": [(code, names[code]) for code in collection.languages if code in names],
        "is_confidential": collection.cuts_answers,
        "may_pass_on": delegating.may_pass_on(invitation),
    }


@allow(everyone)
@never_cache
@require_http_methods(["GET", "POST"])
@by_link
def answer(request: HttpRequest, invitation: Invitation, token: str, number: int = 0) -> HttpResponse:
    """One page of questions. Without a number: where the draft was left, else the first."""
    pages = pages_of(invitation.collection.version)
    draft = draft_of(invitation)
    if not number:
        number = draft.page if draft else 1
    number = min(max(number, 1), len(pages))
    current = pages[number - 1]
    if request.method == "POST":
        return _keep(request, invitation, token, current, pages)
    return _show(request, invitation, token, current, pages, answers_of(draft))


def _keep(
    request: HttpRequest, invitation: Invitation, token: str, current: QuestionPage, pages: list[QuestionPage]
) -> HttpResponse:
    """Save first, whatever was asked for; then go where the button leads."""
    language = request.POST.get("language", "")
    if language not in invitation.collection.languages:
        language = language_of(invitation)
    values = posted(current, request.POST)
    draft = services.save_draft(invitation=invitation, page=current.number, language=language, values=values)
    if "draft" in request.POST and request.htmx:  # type: ignore[attr-defined]  # django-htmx's middleware
        at = timezone.localtime().strftime("%H:%M UTC")
        return HttpResponse(_("Draft saved at %(time)s") % {"time": at})
    here = redirect("assessments:collection:page", token, current.number)
    if "language" in request.POST or "draft" in request.POST:
        return here
    if "later" in request.POST:
        return redirect("assessments:collection:kept", token)
    kept = answers_of(draft)
    problems = half_pairs(current, kept)
    if problems:
        return _show(request, invitation, token, current, pages, kept, problems)
    if current.number == len(pages):
        return redirect("assessments:collection:send", token)
    return redirect("assessments:collection:page", token, current.number + 1)


def _show(
    request: HttpRequest,
    invitation: Invitation,
    token: str,
    current: QuestionPage,
    pages: list[QuestionPage],
    kept: dict[int, str],
    problems: Any = (),
) -> HttpResponse:
    return page(
        request,
        "assessments/collection/answer.html",
        status=422 if problems else 200,
        current=current,
        pages=pages,
        kept=kept,
        problems=problems,
        wrong={problem.question.pk: problem.text for problem in problems},
        done=round(100 * (current.number - 1) / len(pages)),
        minutes=max(3, round(sum(len(one.items) for one in pages) / 3)),
        draft=draft_of(invitation),
        previous=current.number - 1,
        **frame(invitation, token),
    )


@allow(everyone)
@never_cache
@require_GET
@by_link
def kept(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Saved for later: how to come back, and until when."""
    return page(request, "assessments/collection/kept.html", **frame(invitation, token))


@allow(everyone)
@never_cache
@require_http_methods(["GET", "POST"])
@by_link
def send(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """What was answered, section by section, before it is sent for good."""
    refusal = ""
    if request.method == "POST":
        try:
            services.submit(invitation=invitation)
        except services.NothingAnsweredError as error:
            refusal = str(error)
        else:
            return _thanks(translation.get_language() or "en")
    draft = draft_of(invitation)
    answers = answers_of(draft)
    rows = [
        (
            one,
            sum(1 for item in one.items if item.importance.pk in answers and item.ability.pk in answers),
            half_pairs(one, answers),
        )
        for one in pages_of(invitation.collection.version)
    ]
    return page(
        request,
        "assessments/collection/send.html",
        status=422 if refusal else 200,
        refusal=refusal,
        rows=rows,
        answered=sum(done for _page, done, _half in rows),
        **frame(invitation, token),
    )


def _thanks(language: str) -> HttpResponse:
    return redirect(f"{reverse('assessments:collection:thanks')}?language={language}")


@allow(everyone)
@never_cache
@require_http_methods(["GET", "POST"])
@by_link
def decline(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The questionnaire does not concern them: asked once, then no reminder follows."""
    if request.method == "POST":
        services.decline(invitation=invitation)
        return _thanks(translation.get_language() or "en")
    return page(
        request,
        "assessments/collection/decline.html",
        back=reverse("assessments:collection:answer", args=[token]),
        **frame(invitation, token),
    )


@allow(everyone)
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """After the answer or the refusal; the same page for all, for it must tell nothing."""
    language = request.GET.get("language", "")
    with translation.override(
        language if language in dict(settings.LANGUAGES) else translation.get_language()
    ):
        response = page(request, "assessments/collection/thanks.html")
        response.headers["Content-Language"] = translation.get_language() or ""
    return response
