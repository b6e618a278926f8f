"""Pages of consensus panels, for those who run them and those who read the results."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.consensus import agreement, emails, panelist_sources, policies, services
from assessments.consensus.errors import RoundClosedError
from assessments.consensus.forms import ItemsForm, PanelForm, PanelistsForm, RoundForm
from assessments.consensus.models import ConsensusPanel
from assessments.consensus.queries import open_round_of, outcomes_of, rounds_with_counts, stability_of
from assessments.needs import policies as needs
from assessments.needs.base_context import base_context
from assessments.needs.models import NeedsAssessment
from participants.accounts.models import User
from portal.access.decorators import allow
from portal.access.errors import DomainError
from portal.access.users import Actor, SignedInRequest
from portal.figures.figure import round_half_up
from portal.languages.numbers import interpolate
from portal.tables.listing import Column, Listing, is_public_id
from portal.ui.pages import confirm_page, form_page, post_data, render_page

WITHHELD = gettext_lazy("withheld")


@allow(needs.may_read, NeedsAssessment)
@require_GET
def panels(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    listing = Listing(
        request,
        assessment.consensus_panels.all(),
        name="consensus-panels",
        columns=[
            Column("title", _("Panel"), sort="title"),
            Column("state", _("Status"), sort="state", value=lambda row: row.get_state_display()),
            Column("created_at", _("Created"), sort="created_at"),
        ],
        search=["title"],
        default_sort="-created_at",
    )
    return listing.response("assessments/consensus/panels.html", **base_context(request.user, assessment))


def _address(panel: ConsensusPanel) -> str:
    return reverse("assessments:consensus:panel", args=[panel.public_id])


def _crumbs(assessment: NeedsAssessment, panel: ConsensusPanel | None = None) -> list[tuple[str, Any]]:
    crumbs = [
        (reverse("assessments:needs:assessments"), _("Needs")),
        (reverse("assessments:needs:assessment", args=[assessment.public_id]), assessment.title),
        (reverse("assessments:consensus:panels", args=[assessment.public_id]), _("Consensus")),
    ]
    return [*crumbs, (_address(panel), panel.title)] if panel else crumbs


@allow(needs.may_manage, NeedsAssessment)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, assessment: NeedsAssessment) -> HttpResponse:
    return form_page(
        request,
        PanelForm(post_data(request)),
        partial(services.create_panel, assessment=assessment),
        success_url=lambda panel: reverse("assessments:consensus:items", args=[panel.public_id]),
        breadcrumbs=_crumbs(assessment),
        heading=_("New consensus panel"),
        lead=_(
            "A group votes in rounds. Items without consensus are voted on again, with a summary "
            "of the earlier votes."
        ),
        back=reverse("assessments:consensus:panels", args=[assessment.public_id]),
    )


@allow(policies.may_manage, ConsensusPanel)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, panel: ConsensusPanel) -> HttpResponse:
    return form_page(
        request,
        PanelForm(post_data(request), instance=panel),
        partial(services.save_panel, panel=panel),
        breadcrumbs=_crumbs(panel.assessment, panel),
        heading=_("Edit the panel"),
        success_message=_("Panel saved."),
        history=panel,
    )


@allow(policies.may_read, ConsensusPanel)
@require_GET
def panel(request: SignedInRequest, panel: ConsensusPanel) -> HttpResponse:
    """Thresholds, items and rounds; panelists only for those who run the panel."""
    may_manage = policies.may_manage(request.user, panel)
    round_ = open_round_of(panel)
    people = []
    if may_manage:
        through = dict(round_.participations.values_list("panelist", "is_finished")) if round_ else {}
        people = [
            {
                "person": panelist,
                "is_asked": panelist.pk in through,
                "is_through": through.get(panelist.pk, False),
            }
            for panelist in panel.panelists.select_related("jurisdiction")
        ]
    return render_page(
        request,
        "assessments/consensus/panel.html",
        panel=panel,
        breadcrumbs=_crumbs(panel.assessment),
        may_manage=may_manage,
        items=panel.items.select_related("competency").prefetch_related("competency__texts"),
        rounds=rounds_with_counts(panel),
        open_round=round_,
        people=people,
        number_of_people=panel.panelists.count(),
        missing=services.missing_for_round(panel),
    )


@allow(policies.may_manage, ConsensusPanel)
@require_http_methods(["GET", "POST"])
def items(request: SignedInRequest, panel: ConsensusPanel) -> HttpResponse:
    return form_page(
        request,
        ItemsForm(post_data(request), panel=panel),
        partial(services.set_items, panel=panel),
        breadcrumbs=_crumbs(panel.assessment, panel),
        heading=_("Items to vote on"),
        success_message=_("Items saved."),
    )


@allow(policies.may_manage, ConsensusPanel)
@require_http_methods(["GET", "POST"])
def panelists(request: SignedInRequest, panel: ConsensusPanel) -> HttpResponse:
    def add(*, text: Any, register_groups: list[str], invited_groups: list[str], by: User) -> None:
        people = [
            *panelist_sources.typed(text),
            *panelist_sources.from_register(panel, groups=register_groups, by=by),
            *panelist_sources.from_invitations(panel, groups=invited_groups),
        ]
        added, again = services.add_panelists(panel=panel, people=people, by=by)
        sentences = [
            interpolate(ngettext("%(n)s panellist added.", "%(n)s panellists added.", added), n=added)
        ]
        if again:
            sentence = ngettext(
                "%(n)s person was already on the panel.",
                "%(n)s people were already on the panel.",
                len(again),
            )
            sentences.append(interpolate(sentence, n=len(again)))
        messages.success(request, " ".join(sentences))

    return form_page(
        request,
        PanelistsForm(post_data(request), panel=panel),
        add,
        breadcrumbs=_crumbs(panel.assessment, panel),
        heading=_("Add panellists"),
        lead=_("Only people who manage the panel can see who is on it."),
        submit=_("Add to the panel"),
    )


@allow(policies.may_manage, ConsensusPanel)
@require_POST
def remove(request: SignedInRequest, panel: ConsensusPanel) -> HttpResponse:
    ids = [value for value in request.POST.getlist("id") if is_public_id(value)]
    removed = services.remove_panelists(panel=panel, ids=ids, by=request.user)
    messages.success(
        request,
        interpolate(
            ngettext("%(n)s person removed from the panel.", "%(n)s people removed from the panel.", removed),
            n=removed,
        ),
    )
    if removed < len(ids):
        messages.warning(
            request,
            _("People invited to a round cannot be removed, so that the number invited stays correct."),
        )
    return redirect(_address(panel))


@allow(policies.may_manage, ConsensusPanel)
@require_http_methods(["GET", "POST"])
def open_round(request: SignedInRequest, panel: ConsensusPanel) -> HttpResponse:
    def act(**typed: Any) -> Any:
        _round, job = services.open_round(panel=panel, **typed)
        return job

    return form_page(
        request,
        RoundForm(post_data(request)),
        act,
        success_url=lambda job: reverse("jobs:job", args=[job.public_id]) if job else _address(panel),
        breadcrumbs=_crumbs(panel.assessment, panel),
        heading=_("Open a round"),
        lead=_(
            "Each panellist receives an email with a personal link. Items with consensus are not "
            "voted on again."
        ),
        submit=_("Open the round"),
    )


@allow(policies.may_manage, ConsensusPanel)
@require_http_methods(["GET", "POST"])
def close_round(request: SignedInRequest, panel: ConsensusPanel) -> HttpResponse:
    def act(by: Actor) -> None:
        round_ = open_round_of(panel)
        if round_ is None:
            raise RoundClosedError
        services.close_round(round_=round_, by=by)

    return confirm_page(
        request,
        act,
        back=_address(panel),
        success_url=reverse("assessments:consensus:results", args=[panel.public_id]),
        question=_("Close the round now?"),
        effect=_("No more votes are accepted, and the outcome of each item is frozen."),
        confirm_label=_("Close the round"),
        cancel_label=_("Cancel"),
    )


@allow(policies.may_manage, ConsensusPanel)
@require_POST
def remind(request: SignedInRequest, panel: ConsensusPanel) -> HttpResponse:
    try:
        round_ = open_round_of(panel)
        if round_ is None:
            raise RoundClosedError
        people, job = emails.remind(round_=round_, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(_address(panel))
    if job is not None:
        return redirect("jobs:job", job.public_id)
    sentences = ngettext("%(n)s email is being sent.", "%(n)s emails are being sent.", people)
    messages.success(request, interpolate(sentences, n=people))
    return redirect(_address(panel))


@allow(policies.may_read, ConsensusPanel)
@require_GET
def results(request: SignedInRequest, panel: ConsensusPanel) -> HttpResponse:
    """Each item's outcome in each closed round; below 5 votes only that there were too few."""
    listing = Listing(
        request,
        outcomes_of(panel),
        name="consensus",
        columns=[
            Column("number", _("Round"), sort="round_item__round__number", numeric=True,
                   value=lambda row: row.round_item.round.number),
            Column("item", _("Item"), value=lambda row: str(row.round_item.item)),
            Column("n", _("Votes"), sort="n", numeric=True, value=_outcome_value("n")),
            Column("median", _("Median"), sort="median", numeric=True, value=_outcome_value("median")),
            Column("q1", _("Q1"), numeric=True, value=_outcome_value("q1")),
            Column("q3", _("Q3"), numeric=True, value=_outcome_value("q3")),
            Column("iqr", _("IQR"), sort="iqr", numeric=True, value=_outcome_value("iqr")),
            Column("agree_share", _("In agreement, %"), sort="agree_share", numeric=True, value=_percent),
            Column("change", _("Change in median"), sort="change", numeric=True, value=_change),
            Column("result", pgettext("vote", "Outcome"), sort="result", value=lambda row: row.get_result_display()),
        ],
        default_sort="-round_item__round__number",
    )  # fmt: skip
    if "export" not in request.GET:
        for row in listing.rows:
            row.is_stable = stability_of(row, panel)
    return listing.response(
        "assessments/consensus/results.html",
        panel=panel,
        min_votes=agreement.K,
        breadcrumbs=_crumbs(panel.assessment, panel),
        may_manage=policies.may_manage(request.user, panel),
    )


def _outcome_value(name: str) -> Any:
    def value(row: Any) -> Any:
        outcome = getattr(row, name)
        return str(WITHHELD) if outcome is None else outcome

    return value


def _percent(row: Any) -> Any:
    return str(WITHHELD) if row.agree_share is None else round_half_up(row.agree_share * 100, 0)


def _change(row: Any) -> Any:
    return "" if row.change is None else row.change
