"""Pages for comments by the public and their moderation by the board."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.agenda import moderation, policies, queries
from evaluations.agenda.comment_forms import PublicCommentForm, RejectForm
from evaluations.agenda.comment_models import AgendaComment
from evaluations.agenda.models import ReformAgenda
from evaluations.agenda.views.agendas import agenda_form_page
from portal.access.decorators import allow
from portal.access.throttling import is_throttled
from portal.access.users import SignedInRequest
from portal.ui.pages import post_action, post_data, render_page

RATE, SECONDS = "20/hour", 3600  # a whole court may share one IP address
AT_ONCE = 50


@allow(policies.may_submit_public_comment, ReformAgenda)
@require_http_methods(["GET", "POST"])
def submit_public_comment(request: SignedInRequest, agenda: ReformAgenda) -> HttpResponse:
    """Form for anyone, without an account; no IP address is stored. Rejected input stays in the form."""
    items = agenda.items.filter(is_internal=False)
    number = request.GET.get("item", "")
    chosen = (
        items.filter(number=number).first()
        if number.isascii() and number.isdigit() and len(number) < 5
        else None
    )
    form = PublicCommentForm(post_data(request), items=items, initial={"item": chosen.pk if chosen else None})
    status = None
    if form.is_valid():
        if _is_blocked(request, form):
            form.add_error(
                None,
                _("Too many comments have been sent from your network. Wait an hour, then send this again."),
            )
            status = 429
        else:
            with form.map_domain_errors():
                cleaned = {name: value for name, value in form.cleaned_data.items() if name != "website"}
                moderation.submit_public_comment(
                    agenda=agenda, language=translation.get_language() or "", **cleaned
                )
                messages.success(
                    request, _("Thank you. The board reviews your comment before it appears here.")
                )
                return redirect("evaluations:agenda:agenda", agenda.public_id)
    response = render_page(
        request, "evaluations/agenda/submit_comment.html", form=form, agenda=agenda, status=status
    )
    if status == 429:
        response["Retry-After"] = str(SECONDS)
    return response


def _is_blocked(request: SignedInRequest, form: PublicCommentForm) -> bool:
    """Whether the rate limit or the honeypot applies. Both give the same response, so that programs cannot tell them
    apart.
    """
    limited = is_throttled(request, scope="agenda-comment", rate=RATE)
    return limited or bool(form.cleaned_data["website"])


@allow(policies.may_comment, ReformAgenda)
@require_GET
def pending_comments(request: SignedInRequest, agenda: ReformAgenda) -> HttpResponse:
    """Comments to review, oldest first, and rejected ones with the reason."""
    rows = queries.pending_comments_of(agenda)
    return render_page(
        request,
        "evaluations/agenda/pending_comments.html",
        agenda=agenda,
        count=rows.count(),
        comments=rows[:AT_ONCE],
        refused=queries.rejected_comments(agenda)[:AT_ONCE],
    )


def _pending_url(comment: AgendaComment) -> str:
    return reverse("evaluations:agenda:pending_comments", args=[comment.agenda.public_id])


@allow(policies.may_moderate, AgendaComment)
@require_POST
def approve_comment(request: SignedInRequest, comment: AgendaComment) -> HttpResponse:
    return post_action(
        request,
        partial(moderation.approve_comment, comment=comment),
        back=_pending_url(comment),
        success_message=_("The comment is now public. You can reply to it on the agenda page."),
    )


@allow(policies.may_moderate, AgendaComment)
@require_http_methods(["GET", "POST"])
def reject_comment(request: SignedInRequest, comment: AgendaComment) -> HttpResponse:
    return agenda_form_page(
        request, comment.agenda, RejectForm(post_data(request)),
        lambda **cleaned: moderation.reject_comment(comment=comment, **cleaned), success_url=_pending_url(comment),
        heading=_("Reject this comment?"), about=comment.body[:120], submit=_("Reject comment"), danger=True,
    )  # fmt: skip
