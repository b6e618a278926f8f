"""Pages of the agenda list, one agenda and its items. Public agendas need no account."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.agenda import calendar as calendars
from evaluations.agenda import pdf, policies, services
from evaluations.agenda.forms import AgendaForm, ItemForm
from evaluations.agenda.models import AgendaItem, ReformAgenda
from evaluations.agenda.queries import (
    ItemRow,
    VisibleAgenda,
    agendas_for,
    is_late,
    pending_comments_of,
    visible_agenda,
)
from evaluations.results.queries import states_of
from participants.organisations.models import Jurisdiction
from portal.access.decorators import allow
from portal.access.policies import everyone, is_signed_in
from portal.access.throttling import is_throttled
from portal.access.users import SignedInRequest
from portal.error_pages import too_many_requests
from portal.tables.export import csv_response, xlsx_response
from portal.tables.listing import Column, Listing
from portal.ui.pages import form_page, post_data, render_page

PDF_RATE = "20/hour"


class AgendaFilter(django_filters.FilterSet):
    jurisdiction = django_filters.ModelChoiceFilter(
        label=_lazy("Jurisdiction"),
        queryset=Jurisdiction.objects.filter(agendas__isnull=False).distinct(),
        method="in_jurisdiction",
        to_field_name="code",
    )

    class Meta:
        model = ReformAgenda
        fields: tuple[str, ...] = ()

    def in_jurisdiction(self, rows: QuerySet[Any], _name: str, jurisdiction: Jurisdiction) -> QuerySet[Any]:
        links = ReformAgenda.jurisdictions.through.objects.filter(jurisdiction=jurisdiction)
        return rows.filter(pk__in=links.values("reformagenda"))


@allow(everyone)
@require_GET
def agendas(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        agendas_for(request.user),
        name="agendas",
        columns=[
            Column("title", _("Agenda"), sort="title"),
            Column("jurisdictions", _("Jurisdictions"),
                   value=lambda row: ", ".join(jurisdiction.code for jurisdiction in row.jurisdictions.all())),
            Column("secretariat", _("Secretariat"), sort="secretariat__name"),
            Column("starts", _("Starts"), sort="starts"),
            Column("ends", _("Ends"), sort="ends"),
            Column("done", _("Items done"), numeric=True),
            Column("item_count", _("Agenda items"), numeric=True),
        ],
        filters=AgendaFilter,
        search=["title", "summary"],
        default_sort="title",
    )  # fmt: skip
    return listing.response("evaluations/agenda/agendas.html", may_create=policies.may_create(request.user))


@allow(everyone, ReformAgenda)
@require_GET
def agenda(request: HttpRequest, agenda: ReformAgenda) -> HttpResponse:
    """Show the agenda as the reader may see it; `?export=csv|xlsx` exports the items shown."""
    is_board = policies.on_board(request.user, agenda)
    visible = visible_agenda(agenda, is_board=is_board, today=timezone.localdate())
    rows = _chosen(request, visible)
    if request.GET.get("export") in ("csv", "xlsx"):
        return _file(request.GET["export"], rows)
    now = timezone.now()
    reader = request.user if is_board and is_signed_in(request.user) else None
    return render_page(
        request,
        "evaluations/agenda/agenda.html",
        agenda=agenda,
        board=visible,
        rows=rows,
        agenda_pdf=pdf.current(visible, reader=reader, language=get_language() or "en"),
        jurisdictions=agenda.jurisdictions.all(),
        meetings=visible.shown_meetings(now),
        coming=next((m for m in visible.meetings if m.ends > now and not m.cancelled_on), None),
        owners=[partner for partner in visible.partners if partner.shown_items],
        item_states=AgendaItem.State.choices,
        chosen={"partner": request.GET.get("partner", ""), "state": request.GET.get("state", "")},
        may_manage=policies.may_manage(request.user, agenda),
        may_comment=policies.may_comment(request.user, agenda),
        may_comment_publicly=policies.may_submit_public_comment(request.user, agenda),
        pending_count=pending_comments_of(agenda).count() if is_board else 0,
        comments_open=agenda.comments_until is None or timezone.localdate() <= agenda.comments_until,
        now=now,
        today=timezone.localdate(),
    )


@allow(everyone, ReformAgenda)
@require_POST
def request_pdf(request: HttpRequest, agenda: ReformAgenda) -> HttpResponse:
    """Start creating the PDF. Members of the board are sent to the job, the public back to the agenda."""
    if is_throttled(request, scope="agenda-pdf", rate=PDF_RATE):
        return too_many_requests(request, seconds=3600)
    job = pdf.request_pdf(agenda=agenda, user=request.user, language=get_language() or "en")
    if job.requested_by_id is not None:
        return redirect("jobs:job", job.public_id)
    messages.success(request, _("The PDF is being created. Reload this page in a minute to download it."))
    return redirect(_agenda_url(agenda))


def _chosen(request: HttpRequest, visible: VisibleAgenda) -> list[ItemRow]:
    """Items that match the filters."""
    partner, state = request.GET.get("partner", ""), request.GET.get("state", "")
    rows = visible.items
    if partner:
        rows = [row for row in rows if row.item.owner and str(row.item.owner.public_id) == partner]
    if state == "late":
        return [row for row in rows if row.is_late]
    return [row for row in rows if row.item.state == state] if state else rows


def _file(kind: str, rows: list[ItemRow]) -> HttpResponse:
    head = [
        _("Number"), _("Agenda item"),
        _("Status"), _("Responsible"), _("Due on"), _("Priority"), _("Milestones reached"),
        _("Milestones"), _("Needs"),
    ]  # fmt: skip
    lines = [
        [
            row.item.number, row.item.title, row.item.get_state_display(), row.item.owner or "", row.item.due_on,
            row.item.priority, row.reached, row.milestones, row.item.need_count,
        ]
        for row in rows
    ]  # fmt: skip
    return (csv_response if kind == "csv" else xlsx_response)("agenda", head, lines)


@allow(everyone, ReformAgenda)
@require_GET
def calendar(request: HttpRequest, agenda: ReformAgenda) -> HttpResponse:
    """Calendar file of the meetings; the public gets open meetings only, without the meeting link."""
    is_board = policies.on_board(request.user, agenda)
    meetings = agenda.meetings.all() if is_board else agenda.meetings.filter(is_public=True)
    body = calendars.feed(agenda, meetings, with_address=is_board)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _agenda_url(row: ReformAgenda) -> str:
    return reverse("evaluations:agenda:agenda", args=[row.public_id])


def agenda_form_page(
    request: HttpRequest, agenda: ReformAgenda, form: Any, action: Any, **context: Any
) -> HttpResponse:
    """Form page under an agenda."""
    home = _agenda_url(agenda)
    crumbs = [(reverse("evaluations:agenda:agendas"), _("Reform agendas")), (home, agenda)]
    return form_page(
        request,
        form,
        action,
        success_url=context.pop("success_url", home),
        breadcrumbs=crumbs,
        **context,
    )


@allow(policies.may_create)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    home = reverse("evaluations:agenda:agendas")
    return form_page(
        request,
        AgendaForm(post_data(request), user=request.user),
        services.create_agenda,
        success_url=_agenda_url,
        heading=_("Create a reform agenda"),
        submit=_("Create agenda"),
        lead=_("The agenda is not public until the board decides to make it public."),
        breadcrumbs=[(home, _("Reform agendas"))],
    )


@allow(policies.may_manage, ReformAgenda)
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, agenda: ReformAgenda) -> HttpResponse:
    form = AgendaForm(post_data(request), instance=agenda, user=request.user)
    return agenda_form_page(
        request, agenda, form, lambda **cleaned: services.save(agenda=agenda, **cleaned),
        heading=_("Edit agenda details"), history=agenda,
    )  # fmt: skip


@allow(policies.may_manage, ReformAgenda)
@require_http_methods(["GET", "POST"])
def new_item(request: SignedInRequest, agenda: ReformAgenda) -> HttpResponse:
    form = ItemForm(post_data(request), agenda=agenda, user=request.user)
    return agenda_form_page(
        request, agenda, form, lambda **cleaned: services.propose_item(agenda=agenda, **cleaned), success_url=_item_url,
        heading=_("Propose an agenda item"), submit=_("Propose agenda item"),
        lead=_("The item is added as “Proposed”. Only a board decision can change it to “Agreed”."),
    )  # fmt: skip


def _item_url(item: AgendaItem) -> str:
    return reverse("evaluations:agenda:item", args=[item.public_id])


@allow(everyone)
@require_GET
def item(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one item. The board sees the linked rows that it may read; the public sees only how many there are."""
    rows = AgendaItem.objects.readable_by(request.user).select_related("agenda", "owner__organisation")
    agenda_item = get_object_or_404(rows, public_id=public_id)
    agenda = ReformAgenda.objects.visible_to(request.user).get(pk=agenda_item.agenda_id)
    is_board = policies.on_board(request.user, agenda)
    today = timezone.localdate()
    board = visible_agenda(agenda, is_board=is_board, today=today)
    row = next(line for line in board.items if line.item.pk == agenda_item.pk)
    milestones = list(agenda_item.milestones.visible_to(request.user).with_facts()) if is_board else []
    states = states_of(milestones, today=today) if is_board else {}
    return render_page(
        request,
        "evaluations/agenda/item.html",
        agenda=agenda,
        item=agenda_item,
        row=row,
        board=board,
        is_late=is_late(agenda_item, today),
        needs=agenda_item.needs.visible_to(request.user).select_related("assessment") if is_board else [],
        programmes=agenda_item.programmes.visible_to(request.user) if is_board else [],
        milestones=[(milestone, states[milestone.pk]) for milestone in milestones],
        motions=[motion for motion in board.motions if motion.item_id == agenda_item.pk],
        comments=[comment for comment in board.comments if comment.item_id == agenda_item.pk],
        may_manage=policies.may_manage(request.user, agenda),
        may_comment=policies.may_comment(request.user, agenda),
        may_comment_publicly=policies.may_submit_public_comment(request.user, agenda),
        comments_open=agenda.comments_until is None or today <= agenda.comments_until,
    )


@allow(policies.may_manage_related, AgendaItem)
@require_http_methods(["GET", "POST"])
def edit_item(request: SignedInRequest, item: AgendaItem) -> HttpResponse:
    form = ItemForm(post_data(request), instance=item, agenda=item.agenda, user=request.user)
    return agenda_form_page(
        request, item.agenda, form, lambda **cleaned: services.save_item(item=item, **cleaned), success_url=_item_url,
        heading=_("Edit agenda item"), about=item.title, history=item,
    )  # fmt: skip
