"""Vote through a personal link, without an account or JavaScript, page by page, in the panelist's language."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.consensus import agreement, emails, policies, votes
from assessments.consensus.errors import NothingVotedError, RoundClosedError
from assessments.consensus.models import Panelist, RoundItem, RoundParticipation, Vote
from assessments.consensus.queries import (
    Feedback,
    feedback_for,
    participation_for_token,
    round_items,
    votes_of,
)
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.policies import everyone
from portal.access.throttling import is_throttled
from portal.access.users import SignedInRequest
from portal.error_pages import too_many_requests
from portal.languages.numbers import interpolate, time_format
from portal.links.services import hash_of
from portal.ui.pages import render_page

MISSES, CALLS, SECONDS = "20/minute", "90/minute", 60
A_PAGE = 5
VALUES = (*"123456789", "none")
View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Resolve the token, activate the panelist's language, and show a page for closed and unknown links."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if _called_too_often(request, token):
            return too_many_requests(request, seconds=SECONDS)
        try:
            participation = participation_for_token(token)
            with translation.override(participation.panelist.language):
                if not participation.round.is_open:
                    raise RoundClosedError
                response = view(request, participation, token, *args, **kwargs)
                response.headers["Content-Language"] = translation.get_language() or ""
        except DomainError as error:
            response = _closed(request, error)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@allow(policies.may_vote, RoundParticipation)
@require_http_methods(["GET", "POST"])
def vote_signed_in(request: SignedInRequest, participation: RoundParticipation) -> HttpResponse:
    """For a panelist who is signed in: the same pages without the emailed link."""
    round_ = participation.round
    if request.method == "POST" and round_.is_open:
        return redirect("assessments:consensus:vote", emails.issue_link_token(participation, round_))
    return render_page(
        request,
        "assessments/consensus/vote_signed_in.html",
        status=200 if round_.is_open else 410,
        participation=participation,
        round=round_,
        panel=round_.panel,
        owner=round_.panel.assessment.owner,
        items=round_.round_items.count(),
    )


def _called_too_often(request: HttpRequest, token: str) -> bool:
    return is_throttled(request, scope="consensus-miss", rate=MISSES, is_counted=False) or is_throttled(
        request, scope="consensus", key=hash_of(token), rate=CALLS
    )


def _closed(request: HttpRequest, error: DomainError) -> HttpResponse:
    if error.code == "unknown":
        is_throttled(request, scope="consensus-miss", rate=MISSES)
    response = render_page(
        request,
        "assessments/consensus/closed.html",
        status=404 if error.code == "unknown" else 410,
        code=error.code,
        message=str(error),
    )
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would write the token into the log
    return response


def _frame(participation: RoundParticipation, token: str) -> dict[str, Any]:
    names = dict(settings.LANGUAGES)
    offered = participation.round.panel.assessment.collection.languages
    return {
        "participation": participation,
        "round": participation.round,
        "panel": participation.round.panel,
        "owner": participation.round.panel.assessment.owner,
        "token": token,
        "offered": [(code, names[code]) for code in offered if code in names],
    }


@allow(everyone)
@never_cache
@require_http_methods(["GET", "POST"])
@by_link
def vote(
    request: HttpRequest, participation: RoundParticipation, token: str, number: int = 1
) -> HttpResponse:
    """One page of items: the previous votes of the panel and the person, then the scale."""
    rows = round_items(participation.round)
    pages = [rows[start : start + A_PAGE] for start in range(0, len(rows), A_PAGE)]
    number = min(max(number, 1), len(pages))
    if request.method == "POST":
        votes.save_votes(participation=participation, casts=_posted(request, pages[number - 1]))
        if "draft" in request.POST and request.htmx:  # type: ignore[attr-defined]  # set by django-htmx's middleware
            return HttpResponse(
                interpolate(_("Saved at %(time)s"), time=f"{time_format(timezone.localtime(), 'H:i')} UTC")
            )
        if "language" in request.POST:
            _speak(participation, request.POST["language"])
            return redirect("assessments:consensus:page", token, number)
        if number < len(pages):
            return redirect("assessments:consensus:page", token, number + 1)
        return redirect("assessments:consensus:finish", token)
    own, before = (
        votes_of(participation.panelist, participation.round),
        feedback_for(participation.panelist, participation.round),
    )
    return render_page(
        request,
        "assessments/consensus/vote.html",
        lines=[
            {
                "row": row,
                "id": row.item.public_id,
                "value": _value_of(own.get(row.item_id)),
                "comment": own[row.item_id].comment if row.item_id in own else "",
                "before": before.get(row.item_id),
                "bars": _bars(before.get(row.item_id)),
            }
            for row in pages[number - 1]
        ],
        number=number,
        last=len(pages),
        done=round(100 * (number - 1) / len(pages)),
        scale="123456789",
        min_votes=agreement.K,
        **_frame(participation, token),
    )


def _posted(request: HttpRequest, rows: list[RoundItem]) -> dict[RoundItem, votes.VoteInput]:
    """The items of the page that were posted; an invalid value counts as no vote."""
    inputs = {}
    for row in rows:
        value = request.POST.get(f"v-{row.item.public_id}", "")
        comment = request.POST.get(f"c-{row.item.public_id}")
        if comment is None and value not in VALUES:
            continue
        inputs[row] = votes.VoteInput(value if value in VALUES else "", comment or "")
    return inputs


def _value_of(vote: Vote | None) -> str:
    if vote is None:
        return ""
    return "none" if vote.has_no_opinion else str(vote.number or "")


def _bars(before: Feedback | None) -> list[dict[str, int]]:
    """The distribution as bars up to 40 units high, in the direction of the scale below; empty when withheld."""
    counts = before.outcome.counts if before else []
    highest, is_rtl = max(counts, default=0), translation.get_language_bidi()
    bars = []
    for value, n in enumerate(counts, 1):
        height = round(40 * n / highest)
        x = 188 - 20 * value if is_rtl else 20 * value - 16
        bars.append({"vote": value, "n": n, "height": height, "top": 40 - height, "x": x})
    return bars


def _speak(participation: RoundParticipation, language: str) -> None:
    if language in participation.round.panel.assessment.collection.languages:
        Panelist.objects.filter(pk=participation.panelist_id).update(language=language)


@allow(everyone)
@never_cache
@require_http_methods(["GET", "POST"])
@by_link
def finish(request: HttpRequest, participation: RoundParticipation, token: str) -> HttpResponse:
    """The items without a vote, then the confirmation. The link works until the round closes, so votes can be
    changed.
    """
    refusal = ""
    if request.method == "POST":
        if "language" in request.POST:
            _speak(participation, request.POST["language"])
            return redirect("assessments:consensus:finish", token)
        try:
            votes.finish(participation=participation)
            participation.refresh_from_db(fields=["is_finished"])
        except NothingVotedError as error:
            refusal = str(error)
    own = votes_of(participation.panelist, participation.round)
    open_ones = [row for row in round_items(participation.round) if not _value_of(own.get(row.item_id))]
    return render_page(
        request,
        "assessments/consensus/finish.html",
        status=422 if refusal else 200,
        refusal=refusal,
        open_ones=open_ones,
        voted=sum(1 for vote in own.values() if _value_of(vote)),
        **_frame(participation, token),
    )
