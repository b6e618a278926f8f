"""Registers the agenda package with the shared registries."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from evaluations.agenda import dashboard, pdf, policies
from evaluations.agenda.models import AgendaDelegate, AgendaItem, BoardMeeting, ReformAgenda
from evaluations.agenda.pdf_models import AgendaPdf
from participants.accounts.models import User
from participants.accounts.queries import works_on_programmes
from portal.access.policies import is_signed_in
from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.dashboard.action_items import register_action_items
from portal.dashboard.panels import register_panel
from portal.dashboard.registry import register_card, register_nav_item, register_public_card
from portal.files import registry as files
from portal.jobs import kinds
from portal.search import registry as search

SHOWN = 4


def works_with_agendas(user: AnyUser) -> bool:
    """By role only, because the navigation is shown on every page. Delegates without a role use the card on their home
    page.
    """
    return works_on_programmes(user)


def own_boards(user: User) -> dict[str, Any] | None:
    """Agendas on whose board the person represents a partner."""
    seats = AgendaDelegate.objects.filter(user=user, ended_on=None, partner__left_on=None)
    rows = list(seats.select_related("partner__agenda", "partner__organisation")[:SHOWN])
    return {"seats": rows} if rows else None


def public_agendas(_user: Any) -> dict[str, Any] | None:
    rows = list(ReformAgenda.objects.public().order_by("-pk")[:SHOWN])
    return {"agendas": rows} if rows else None


def items_of_needs(user: AnyUser, needs: list[Any]) -> dict[Any, dict[str, Any]]:
    """Agenda items that refer to each training need, as far as the user may see them."""
    panels: dict[Any, dict[str, Any]] = {}
    links = AgendaItem.needs.through.objects.filter(trainingneed__in=needs)
    items = {
        item.pk: item
        for item in AgendaItem.objects.visible_to(user)
        .filter(pk__in=links.values("agendaitem"))
        .select_related("agenda")
    }
    for need, item in links.order_by("agendaitem").values_list("trainingneed", "agendaitem"):
        if item in items:
            panels.setdefault(need, {"steps": []})["steps"].append(items[item])
    return panels


def register() -> None:
    register_panel("training_need", "evaluations/agenda/_need_items.html", items_of_needs, order=30)
    register_nav_item(
        "evaluations:agenda:agendas",
        _("Reform agendas"),
        order=45,
        test=works_with_agendas,
        prefix="/agendas/",
    )
    register_action_items(dashboard.action_items, test=is_signed_in)
    register_card("evaluations/agenda/_boards.html", own_boards, order=45, test=is_signed_in)
    register_public_card("evaluations/agenda/_public.html", public_agendas, order=40)
    search.register(ReformAgenda, kind=_("Reform agenda"), page="evaluations:agenda:agenda")
    search.register(AgendaItem, kind=_("Agenda item"), page="evaluations:agenda:item")
    kinds.register(
        pdf.CREATE_PDF,
        task="evaluations.agenda.create_pdf",
        title=_("Create the agenda PDF"),
        queue="documents",
    )
    files.register(AgendaPdf, may_read=pdf.may_read)
    files.register(BoardMeeting, may_read=policies.may_read_minutes)
    audit.register(ReformAgenda, policies.may_manage)
    audit.register(AgendaItem, policies.may_manage_related)
    audit.register(BoardMeeting, policies.may_manage_related)
