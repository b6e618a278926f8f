"""Pages to propose motions, vote and count."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.agenda import motions, policies
from evaluations.agenda.forms import MotionForm, VoteForm
from evaluations.agenda.models import ReformAgenda
from evaluations.agenda.motion_models import AgendaMotion
from evaluations.agenda.views.agendas import agenda_form_page
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import post_action, post_data, render_page


def _motion_url(motion: AgendaMotion) -> str:
    return reverse("evaluations:agenda:motion", args=[motion.public_id])


@allow(policies.may_manage, ReformAgenda)
@require_http_methods(["GET", "POST"])
def propose_motion(request: SignedInRequest, agenda: ReformAgenda) -> HttpResponse:
    item = agenda.items.filter(number=request.GET["item"]).first() if _is_item_number(request) else None
    form = MotionForm(post_data(request), agenda=agenda, initial={"item": item.pk if item else None})
    return agenda_form_page(
        request, agenda, form, lambda **cleaned: motions.propose_motion(agenda=agenda, **cleaned),
        success_url=_motion_url,
        heading=_("Propose a motion to the board"), submit=_("Propose motion"),
        lead=_("You cannot change a motion or its voting rule after you propose it. The board can "
               "only vote it down."),
    )  # fmt: skip


def _is_item_number(request: SignedInRequest) -> bool:
    number = request.GET.get("item", "")
    return number.isascii() and number.isdigit() and len(number) < 5


@allow(policies.may_read_board_row, AgendaMotion)
@require_http_methods(["GET", "POST"])
def motion(request: SignedInRequest, motion: AgendaMotion) -> HttpResponse:
    """Show a motion. While voting is open, each partner sees its own vote and who has voted; afterwards all votes."""
    votes = list(motion.votes.select_related("partner__organisation", "cast_by__person"))
    voted = {vote.partner_id for vote in votes}
    mine = policies.partners_represented_by(request.user, motion.agenda_id).exclude(role="observer")
    outcome = getattr(motion, "outcome", None)
    is_open = outcome is None and motion.closes_at > timezone.now()
    form = None
    if is_open and mine.exclude(pk__in=voted).exists():
        form = VoteForm(post_data(request), partners=mine.exclude(pk__in=voted))
        if form.is_valid():
            with form.map_domain_errors():
                motions.vote(motion=motion, by=request.user, **form.cleaned_data)
                messages.success(request, _("Your vote has been cast."))
                return redirect(_motion_url(motion))
    elif request.method == "POST":
        messages.error(request, _("The vote is closed, or the partner has already voted."))
        return redirect(_motion_url(motion))
    entitled = list(motions.entitled(motion.agenda_id).select_related("organisation"))
    own = set(mine.values_list("pk", flat=True))
    return render_page(
        request,
        "evaluations/agenda/motion.html",
        motion=motion,
        agenda=motion.agenda,
        outcome=outcome,
        votes=votes if outcome else [vote for vote in votes if vote.partner_id in own],
        turnout=[(partner, partner.pk in voted) for partner in entitled],
        cast=len(votes),
        form=form,
        is_open=is_open,
        may_manage=policies.may_manage(request.user, motion.agenda),
        may_record=motions.was_in_meeting(motion) and outcome is None,
        may_count=outcome is None and motions.may_count(motion),
    )


@allow(policies.may_manage_related, AgendaMotion)
@require_http_methods(["GET", "POST"])
def record_vote(request: SignedInRequest, motion: AgendaMotion) -> HttpResponse:
    left = motions.entitled(motion.agenda_id).exclude(pk__in=motion.votes.values("partner"))
    form = VoteForm(post_data(request), partners=left.select_related("organisation"))
    return agenda_form_page(
        request, motion.agenda, form, lambda **cleaned: motions.record_vote(motion=motion, **cleaned),
        success_url=_motion_url(motion), heading=_("Record a vote from the meeting"), about=motion.title,
        lead=_("The page will show that you recorded this vote, and for which partner. You cannot "
               "change it."),
        submit=_("Record vote"),
    )  # fmt: skip


@allow(policies.may_manage_related, AgendaMotion)
@require_POST
def count_votes(request: SignedInRequest, motion: AgendaMotion) -> HttpResponse:
    return post_action(
        request,
        partial(motions.count_votes, motion=motion),
        back=_motion_url(motion),
        success_message=lambda row: interpolate(
            _("Votes counted. Outcome: %(outcome)s."), outcome=row.get_outcome_display()
        ),
    )
