"""Respond through a personal link, page by page, without an account or JavaScript; drafts are saved on the
server.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessments.collection import delegation, registry, services
from assessments.collection.forms import FieldIssue, PageSubmission, counts_of, parse_page
from assessments.collection.models import Collection, Invitation
from assessments.collection.queries import invitation_of
from assessments.collection.response_session import ResponseSession, language_of
from assessments.instruments.elements import MAX_OCCURRENCES, Key
from assessments.instruments.images import picture_of
from assessments.instruments.models import Instrument
from assessments.instruments.pages import QuestionPage
from assessments.instruments.rendering import PageRenderer, client_logic
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.policies import everyone
from portal.access.throttling import is_throttled
from portal.error_pages import too_many_requests
from portal.languages.numbers import interpolate, time_format
from portal.links.services import hash_of
from portal.ui.pages import render_page

# A whole court may share one IP address, so only failed attempts count against it.
MISSES, CALLS = "20/minute", "90/minute"
SECONDS = 60
GONE, NOT_FOUND = 410, 404
View = Callable[..., HttpResponseBase]


def by_link(view: View) -> View:
    """Resolve the token, activate the respondent's language, and show a page for closed, used and unknown links."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _called_too_often(request, token):
            return too_many_requests(request, seconds=SECONDS)
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
    return is_throttled(request, scope="answer-miss", rate=MISSES, is_counted=False) or is_throttled(
        request, scope="answer", key=hash_of(token), rate=CALLS
    )


def _closed(request: HttpRequest, error: DomainError) -> HttpResponse:
    if error.code == "unknown":
        is_throttled(request, scope="answer-miss", rate=MISSES)
    status = NOT_FOUND if error.code == "unknown" else GONE
    response = render_page(
        request, "assessments/collection/closed.html", status=status, code=error.code, message=str(error)
    )
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would write the token into the log
    return response


def base_context(invitation: Invitation, token: str) -> dict[str, Any]:
    """Context shared by all pages of the questionnaire."""
    collection = invitation.collection
    texts = collection.version.text_in(translation.get_language() or "en")
    names = dict(settings.LANGUAGES)
    return {
        "invitation": invitation,
        "collection": collection,
        "smallest_group": collection.smallest_group,
        "token": token,
        "texts": texts,
        "owner": collection.version.instrument.owner,
        "offered": [(code, names[code]) for code in collection.languages if code in names],
        "is_confidential": collection.anonymity != Collection.Anonymity.NAMED,
        "may_pass_on": delegation.may_pass_on(invitation),
        "is_report": collection.version.instrument.kind == Instrument.Kind.EXCHANGE,
        "is_test": collection.version.instrument.kind == Instrument.Kind.TEST,
        "is_needs": collection.version.instrument.kind == Instrument.Kind.NEEDS,
    }


@allow(everyone)
@never_cache
@require_http_methods(["GET", "POST"])
@by_link
def answer(request: HttpRequest, invitation: Invitation, token: str, number: int = 0) -> HttpResponse:
    """One page of questions. Without a number: where the draft was left, else the first."""
    session = ResponseSession(invitation)
    if not number:
        number = session.draft.page if session.draft else session.first
    current = session.pages[min(max(number, 1), len(session.pages)) - 1]
    if request.method == "POST":
        return _save(request, session, token, current)
    return _show(request, session, token, current)


def _save(request: HttpRequest, session: ResponseSession, token: str, current: QuestionPage) -> HttpResponse:
    """Save first, then do what the button requests."""
    before = session.relevant_on(current)
    counts = counts_of(current, request, session.evaluator)
    submission = parse_page(current, request, counts)
    language = request.POST.get("language", "")
    session.save(
        current,
        submission,
        language=language if language in session.invitation.collection.languages else session.language,
        dropped=_dropped(request, session),
    )
    if "draft" in request.POST and request.htmx:  # type: ignore[attr-defined]  # set by django-htmx's middleware
        at = f"{time_format(timezone.localtime(), 'H:i')} UTC"
        answer = HttpResponse(interpolate(_("Draft saved at %(time)s"), time=at))
        answer["X-Saved"] = session.saved_at
        return answer
    here = redirect("assessments:collection:page", token, current.number)
    if "language" in request.POST or "draft" in request.POST:
        return here
    if "drop" in request.POST:
        return (
            here if not submission.wrong else _show(request, session, token, current, submission=submission)
        )
    if "add" in request.POST:
        name = request.POST["add"]
        more = {**counts, name: min(counts[name] + 1, MAX_OCCURRENCES)} if name in counts else counts
        return _show(request, session, token, current, submission=submission, counts=more, problems=())
    if "later" in request.POST and not submission.wrong:
        return redirect("assessments:collection:saved", token)
    return _continue(request, session, token, current, submission=submission, counts=counts, before=before)


def _continue(
    request: HttpRequest,
    session: ResponseSession,
    token: str,
    current: QuestionPage,
    *,
    submission: PageSubmission,
    counts: Mapping[str, int],
    before: set[Key],
) -> HttpResponse:
    """Go to the next page with a relevant question, unless this page still has issues."""
    led_to = session.relevant_on(current) - before
    # without JavaScript the respondent has not seen them yet
    if led_to and "live" not in request.POST and not submission.wrong:
        return _show(
            request,
            session,
            token,
            current,
            submission=submission,
            counts=counts,
            problems=(),
            is_longer=True,
        )
    problems = session.issues_on(current, submission)
    if problems:
        return _show(
            request, session, token, current, submission=submission, counts=counts, problems=problems
        )
    following = session.next_after(current)
    if following is None:
        return redirect("assessments:collection:submit", token)
    return redirect("assessments:collection:page", token, following.number)


def _dropped(request: HttpRequest, session: ResponseSession) -> dict[str, int]:
    """The occurrence whose remove button was pressed, as "name:2"."""
    name, _sign, number = request.POST.get("drop", "").partition(":")
    element = session.questionnaire.elements.get(name)
    is_number = number.isascii() and number.isdigit() and len(number) < 4
    return {name: int(number)} if element and element.type == "repeat" and is_number and int(number) else {}


def _show(
    request: HttpRequest,
    session: ResponseSession,
    token: str,
    current: QuestionPage,
    *,
    submission: PageSubmission | None = None,
    counts: Mapping[str, int] = {},
    problems: Sequence[FieldIssue] | None = None,
    is_longer: bool = False,
) -> HttpResponse:
    submission = submission or PageSubmission()
    issues = (
        session.issues_on(current, submission) if problems is None and submission.wrong else problems or ()
    )
    wrong = {problem.key: problem.text for problem in issues} | submission.wrong
    renderer = PageRenderer(
        session.questionnaire,
        session.evaluator,
        typed=submission.typed,
        wrong=wrong,
        counts=counts,
        fresh=session.is_fresh(current),
    )
    return render_page(
        request,
        "assessments/collection/answer.html",
        status=422 if issues else 200,
        current=current,
        pages=session.pages,
        blocks=renderer.blocks(current.blocks),
        about=renderer.question(current.group, 0) if current.group else None,
        kept=session.answers,
        problems=issues,
        is_longer=is_longer,
        logic=client_logic(current, session.questionnaire, session.evaluator),
        has_files=any(question.type == "file" for question in current.questions),
        done=round(100 * (current.number - 1) / len(session.pages)),
        minutes=session.minutes,
        draft=session.draft,
        saved_at=session.saved_at,
        previous=session.before(current),
        is_last=session.next_after(current) is None,
        **base_context(session.invitation, token),
    )


@allow(everyone)
@never_cache
@require_GET
@by_link
def saved(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Saved for later: how to come back, and until when."""
    back = registry.return_url(invitation)
    if back:
        return redirect(back)
    return render_page(request, "assessments/collection/saved.html", **base_context(invitation, token))


@allow(everyone)
@never_cache
@require_http_methods(["GET", "POST"])
@by_link
def submit(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Review of the answers, section by section, before they are submitted."""
    refusal = ""
    if request.method == "POST":
        try:
            services.submit(invitation=invitation)
        except (services.NothingAnsweredError, services.UnfinishedError) as error:
            refusal = str(error)
        else:
            back = registry.return_url(invitation) if request.user.is_authenticated else ""
            return redirect(back) if back else _thanks(invitation)
    session = ResponseSession(invitation)
    rows = [session.review_page(page) for page in session.asked_pages()]
    return render_page(
        request,
        "assessments/collection/submit.html",
        status=422 if refusal else 200,
        refusal=refusal,
        rows=rows,
        answered=sum(row.done for row in rows),
        is_ready=not any(row.issues for row in rows),
        **base_context(invitation, token),
    )


def _thanks(invitation: Invitation) -> HttpResponse:
    """Tests and exchange reports are read one by one, so the page must not promise that only totals are shown."""
    query = {"language": translation.get_language() or "en"}
    if invitation.collection.version.instrument.kind in (Instrument.Kind.TEST, Instrument.Kind.EXCHANGE):
        query["read"] = "alone"
    return redirect(f"{reverse('assessments:collection:thanks')}?{urlencode(query)}")


@allow(everyone)
@never_cache
@require_http_methods(["GET", "POST"])
@by_link
def decline(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Ask for confirmation that the questionnaire does not apply; no reminders follow."""
    if invitation.collection.version.instrument.kind == Instrument.Kind.TEST:
        raise Http404
    if request.method == "POST":
        services.decline(invitation=invitation)
        return _thanks(invitation)
    return render_page(
        request,
        "assessments/collection/decline.html",
        back=reverse("assessments:collection:answer", args=[token]),
        **base_context(invitation, token),
    )


@allow(everyone)
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """The page after submitting or declining. It is the same for both, so that it reveals nothing."""
    language = request.GET.get("language", "")
    with translation.override(
        language if language in dict(settings.LANGUAGES) else translation.get_language()
    ):
        response = render_page(
            request, "assessments/collection/thanks.html", is_summed=request.GET.get("read") != "alone"
        )
        response.headers["Content-Language"] = translation.get_language() or ""
    return response


@allow(everyone)
@require_GET
@by_link
def image(request: HttpRequest, invitation: Invitation, token: str, public_id: UUID) -> FileResponse:
    """An image of a question, for everyone who has the link to the questionnaire."""
    return picture_of(invitation.collection.version, public_id)
