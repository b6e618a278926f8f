"""Pages for comments by partners and replies."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.agenda import comments, policies
from evaluations.agenda.comment_forms import CommentForm, HideForm
from evaluations.agenda.comment_models import AgendaComment
from evaluations.agenda.models import ReformAgenda
from evaluations.agenda.views.agendas import agenda_form_page
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.ui.pages import post_data


def _home(agenda: ReformAgenda) -> str:
    return reverse("evaluations:agenda:agenda", args=[agenda.public_id]) + "#talk"


def _form(request: SignedInRequest, agenda: ReformAgenda, **more: Any) -> CommentForm:
    return CommentForm(
        post_data(request),
        partners=policies.partners_represented_by(request.user, agenda),
        is_secretariat=policies.may_manage(request.user, agenda),
        **more,
    )


@allow(policies.may_comment, ReformAgenda)
@require_http_methods(["GET", "POST"])
def add_comment(request: SignedInRequest, agenda: ReformAgenda) -> HttpResponse:
    return agenda_form_page(
        request, agenda, _form(request, agenda, items=agenda.items.all()),
        lambda **cleaned: comments.add_comment(agenda=agenda, **cleaned), success_url=_home(agenda),
        heading=_("Write a comment"), submit=_("Send comment"),
        lead=_("The board can see your comment. The public can see it only if you allow it."),
    )  # fmt: skip


@allow(policies.may_reply, AgendaComment)
@require_http_methods(["GET", "POST"])
def reply(request: SignedInRequest, comment: AgendaComment) -> HttpResponse:
    return agenda_form_page(
        request, comment.agenda, _form(request, comment.agenda, reply=True),
        lambda **cleaned: comments.reply(comment=comment, **cleaned), success_url=_home(comment.agenda),
        heading=_("Reply to a comment"), about=comment.body[:120], submit=_("Send reply"),
        lead=_("Everyone who can see the comment can see your reply."),
    )  # fmt: skip


@allow(policies.may_manage_comment, AgendaComment)
@require_http_methods(["GET", "POST"])
def hide_comment(request: SignedInRequest, comment: AgendaComment) -> HttpResponse:
    return agenda_form_page(
        request, comment.agenda, HideForm(post_data(request)),
        lambda **cleaned: comments.hide_comment(comment=comment, **cleaned), success_url=_home(comment.agenda),
        heading=_("Hide this comment?"), about=comment.body[:120], submit=_("Hide comment"), danger=True,
    )  # fmt: skip
