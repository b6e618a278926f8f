"""Pages of the board: partners, delegates, meetings and minutes."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.agenda import policies, services
from evaluations.agenda.forms import DelegateForm, MeetingForm, MinutesForm, PartnerForm
from evaluations.agenda.models import AgendaDelegate, AgendaPartner, BoardMeeting, ReformAgenda
from evaluations.agenda.views.agendas import agenda_form_page
from portal.access.decorators import allow
from portal.access.users import SignedInRequest
from portal.languages.numbers import interpolate
from portal.ui.pages import post_action, post_data


@allow(policies.may_manage, ReformAgenda)
@require_http_methods(["GET", "POST"])
def add_partner(request: SignedInRequest, agenda: ReformAgenda) -> HttpResponse:
    return agenda_form_page(
        request, agenda, PartnerForm(post_data(request)),
        lambda **cleaned: services.add_partner(agenda=agenda, **cleaned),
        heading=_("Add a partner to the board"), submit=_("Add partner"),
    )  # fmt: skip


@allow(policies.may_manage_related, AgendaPartner)
@require_POST
def remove_partner(request: SignedInRequest, partner: AgendaPartner) -> HttpResponse:
    return post_action(
        request,
        partial(services.remove_partner, partner=partner),
        back=reverse("evaluations:agenda:agenda", args=[partner.agenda.public_id]),
        success_message=interpolate(
            _("%(name)s has left the board. Its votes and comments remain on record."), name=partner
        ),
    )


@allow(policies.may_manage_related, AgendaPartner)
@require_http_methods(["GET", "POST"])
def name_delegate(request: SignedInRequest, partner: AgendaPartner) -> HttpResponse:
    return agenda_form_page(
        request, partner.agenda, DelegateForm(post_data(request), partner=partner),
        lambda **cleaned: services.name_delegate(partner=partner, **cleaned),
        heading=interpolate(_("Who represents %(name)s?"), name=partner), submit=_("Add representative"),
        lead=_("Representatives can read the whole agenda, and vote if the partner has a vote."),
    )  # fmt: skip


@allow(policies.may_manage_delegate, AgendaDelegate)
@require_POST
def end_delegate(request: SignedInRequest, delegate: AgendaDelegate) -> HttpResponse:
    services.end_delegate(delegate=delegate, by=request.user)
    messages.success(request, interpolate(_("%(name)s no longer represents the partner."), name=delegate))
    return redirect("evaluations:agenda:agenda", delegate.partner.agenda.public_id)


@allow(policies.may_manage, ReformAgenda)
@require_http_methods(["GET", "POST"])
def call_meeting(request: SignedInRequest, agenda: ReformAgenda) -> HttpResponse:
    jurisdiction = agenda.jurisdictions.first()
    form = MeetingForm(
        post_data(request), initial={"timezone": jurisdiction.timezone if jurisdiction else "UTC"}
    )
    return agenda_form_page(
        request, agenda, form, lambda **cleaned: services.call_meeting(agenda=agenda, **cleaned),
        heading=_("Schedule a meeting"), submit=_("Schedule meeting"),
    )  # fmt: skip


@allow(policies.may_manage_related, BoardMeeting)
@require_http_methods(["GET", "POST"])
def edit_meeting(request: SignedInRequest, meeting: BoardMeeting) -> HttpResponse:
    return agenda_form_page(
        request, meeting.agenda, MeetingForm(post_data(request), instance=meeting),
        lambda **cleaned: services.save_meeting(meeting=meeting, **cleaned),
        heading=_("Edit meeting"), about=str(meeting), history=meeting,
    )  # fmt: skip


@allow(policies.may_manage_related, BoardMeeting)
@require_POST
def cancel_meeting(request: SignedInRequest, meeting: BoardMeeting) -> HttpResponse:
    services.cancel_meeting(meeting=meeting, by=request.user)
    messages.success(request, _("The meeting has been cancelled and is marked as cancelled in calendars."))
    return redirect("evaluations:agenda:agenda", meeting.agenda.public_id)


@allow(policies.may_manage_related, BoardMeeting)
@require_http_methods(["GET", "POST"])
def minutes(request: SignedInRequest, meeting: BoardMeeting) -> HttpResponse:
    form = MinutesForm(
        post_data(request),
        request.FILES if request.method == "POST" else None,
        initial={"minutes_public": meeting.minutes_public},
    )
    return agenda_form_page(
        request, meeting.agenda, form, lambda **cleaned: services.save_minutes(meeting=meeting, **cleaned),
        heading=_("Upload minutes"), about=str(meeting), submit=_("Upload minutes"),
    )  # fmt: skip
