"""Content of the agenda PDF: items by priority, their links, motions with votes, board and meetings."""

import zoneinfo
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evaluations.agenda.item_links import AgendaItemLink
from evaluations.agenda.models import AgendaItem
from evaluations.agenda.queries import ItemRow, VisibleAgenda
from evaluations.results.state_icons import MILESTONES
from portal.documents.qr import qr_svg
from portal.documents.text_metrics import size_step
from portal.languages.directions import isolated, writing_direction
from portal.languages.lists import join_list
from portal.languages.numbers import date_format, digits, interpolate, localize, time_format
from portal.owner.current import localised_name

STATES = {"done": "ok", "agreed": "half", "on_hold": "pause", "dropped": "no", "proposed": "empty"}
OUTCOMES = {"carried": "ok", "rejected": "no", "no_quorum": "alert"}


@dataclass(frozen=True)
class Report:
    """Context of documents/report/report.html."""

    language: str
    direction: str
    title: str
    issuer: str
    edition: str
    created: str
    cover: dict[str, Any]
    contents: dict[str, Any]
    sections: list[dict[str, Any]]


def report_of(
    board: VisibleAgenda, links: dict[int, list[AgendaItemLink]], *, language: str, made_at: datetime
) -> Report:
    """Build the report in the active language."""
    agenda = board.agenda
    edition = interpolate(_("As of %(day)s"), day=date_format(timezone.localtime(made_at), "DATE_FORMAT"))
    reader = _("for the board") if board.is_board else _("as shown to the public")
    if settings.DEMO:
        edition = f"{edition}. {_('Demonstration: names and figures are invented.')}"
    sections = [_steps(board, links), _decisions(board), _board(board)]
    for number, section in enumerate(sections, start=1):
        section["number"] = digits(number)
        for block in section["blocks"]:
            block["template"] = f"documents/report/_{block['kind']}.html"
    owner = str(agenda.secretariat)
    return Report(
        language=language,
        direction=writing_direction(language),
        title=agenda.title,
        issuer=localised_name(owner),
        edition=edition,
        created=f"{made_at:%Y-%m-%dT%H:%M:%SZ}",
        cover=_cover(board, edition, reader),
        contents={"title": _("Contents"), "key_title": _("Key to statuses"), "keys": _keys()},
        sections=sections,
    )


def _keys() -> list[tuple[dict[str, str], dict[str, str]]]:
    labels = dict(AgendaItem.State.choices)

    def key(state: str, text: str) -> dict[str, str]:
        return {"icon": STATES[state], "label": str(labels[state]), "text": text}

    late = {"icon": "alert", "label": _("Overdue"), "text": _("agreed, past its due date and not done")}
    return [
        (key("proposed", _("not yet decided by the board")), key("agreed",
        _("with a responsible partner and a due date"))),
        (key("done", _("by a board decision")), late),
        (key("on_hold", _("paused by a board decision")), key("dropped", _("by a board decision"))),
    ]  # fmt: skip


def _cover(board: VisibleAgenda, edition: str, reader: str) -> dict[str, Any]:
    agenda = board.agenda
    address = settings.SITE_URL + reverse("evaluations:agenda:agenda", args=[agenda.public_id])
    jurisdictions = join_list(str(jurisdiction) for jurisdiction in agenda.jurisdictions.all()[:12])
    pairs = [
        (_("Secretariat"), str(agenda.secretariat)),
        (_("Jurisdictions"), jurisdictions),
        (_("Period"), f"{date_format(agenda.starts, 'DATE_FORMAT')} – {date_format(agenda.ends, 'DATE_FORMAT')}"),
        (_("Agenda items"), digits(len(board.items))),
        (_("Partners"), digits(len(board.partners))),
        (_("Decisions"), digits(len(board.motions))),
    ]  # fmt: skip
    drawing = qr_svg(address, title=_("QR code: this agenda on the portal"))
    return {
        "running_title": agenda.title,
        "site": _(settings.SITE_NAME),
        "kind": _("Reform agenda"),
        "title": agenda.title,
        "title_size": size_step(agenda.title, 26, 40),
        "subtitle": agenda.summary,
        "art": "",
        "art_note": "",
        "facts": list(zip(pairs[::2], pairs[1::2], strict=True)),
        "approvals": [{"when": edition, "name": str(agenda.secretariat), "office": reader}],
        "qr_code": mark_safe(drawing),  # noqa: S308  our own drawing
        "proof_title": _("View this agenda on the portal"),
        "proof_text": _("The current version is available at this address:"),
        "verify_url": address,
        "verify_address": urlsplit(address).netloc + urlsplit(address).path,
    }


def _cell(text: Any, **more: Any) -> dict[str, Any]:
    return {"text": str(localize(text)) if text not in (None, "") else "–", "bar": None, **more}


def _day(day: Any) -> str:
    return (
        date_format(timezone.localtime(day) if isinstance(day, datetime) else day, "SHORT_DATE_FORMAT")
        if day
        else ""
    )


def _table(
    id_: str, caption: str, columns: list[tuple[str, int]], rows: list[Any], **more: Any
) -> dict[str, Any]:
    numeric = more.pop("numeric", ())
    return {
        "kind": "table", "id": id_, "number": "", "caption": caption, "note": "", "source": "", "long": True, **more,
        "columns": [
            {"label": label, "width": width, "numeric": n in numeric} for n, (label, width) in enumerate(columns)
        ],
        "rows": [row if "group" in row else {"cells": row["cells"]} for row in rows],
    }  # fmt: skip


def _nothing(text: str) -> dict[str, Any]:
    return {"kind": "text", "heading": "", "paragraphs": [text]}


def _steps(board: VisibleAgenda, links: dict[int, list[AgendaItemLink]]) -> dict[str, Any]:
    blocks = (
        [_items_table(board), _links_table(board, links)]
        if board.items
        else [_nothing(_("No agenda items proposed yet"))]
    )
    lead = interpolate(
        _("Agenda items: %(all)s. Done: %(done)s. Agreed: %(agreed)s, of which overdue: %(late)s."),
        all=len(board.items),
        done=board.states["done"],
        agreed=board.states["agreed"],
        late=board.late,
    )
    return {
        "id": "steps",
        "title": _("Agenda items"),
        "note": _("by priority"),
        "lead": lead,
        "blocks": blocks,
    }


def _items_table(board: VisibleAgenda) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    priority = None
    for row in board.items:
        item = row.item
        if item.priority != priority:
            priority = item.priority
            rows.append({"group": interpolate(_("Priority %(n)s"), n=priority)})
        icon, label = (
            ("alert", _("Overdue")) if row.is_late else (STATES[item.state], item.get_state_display())
        )
        inner = _("not visible to the public") if item.is_internal else ""
        rows.append({"cells": [
            _cell(digits(item.number), numeric=True),
            _cell(item.title, header=True, small="; ".join(filter(None, [isolated(item.description), inner]))),
            _cell(item.owner or _("not assigned yet")),
            _cell(_day(item.due_on)),
            _cell(label, icon=icon),
        ]})  # fmt: skip
    columns = [
        (_("No."), 7), (_("Agenda item"), 43), (_("Responsible"), 21), (_("Due"), 13), (_("Status"), 16),
    ]  # fmt: skip
    return _table(
        "t-steps", _("Responsible partner and due date of each agenda item"), columns, rows, numeric=(0,)
    )


def _links_table(board: VisibleAgenda, links: dict[int, list[AgendaItemLink]]) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for row in board.items:
        rows.append({"group": _title(row)})
        rows += [{"cells": _link_cells(link)} for link in links[row.item.pk]] or [
            {"cells": [_cell(_("Not linked to anything yet"), header=True), _cell(""), _cell("")]}
        ]
    columns = [(_("Type"), 20), (_("Linked to"), 56), (_("Status"), 24)]
    return _table("t-ties", _("What each agenda item is linked to"), columns, rows)


def _title(row: ItemRow) -> str:
    return f"{digits(row.item.number)}. {isolated(row.item.title)}"


def _link_cells(link: AgendaItemLink) -> list[dict[str, Any]]:
    kinds = {"need": _("Need"), "programme": _("Programme"), "milestone": _("Milestone")}
    head = _cell(kinds[link.kind], header=True)
    if link.hidden:
        return [head, _cell(interpolate(_("%(n)s not shown here"), n=link.hidden)), _cell("")]
    if link.kind != "milestone":
        return [head, _cell(link.name, small=link.about), _cell("")]
    icon, label = MILESTONES.get(link.state, MILESTONES["planned"])
    return [head, _cell(link.name, small=link.about), _cell(label, icon=icon)]


def _decisions(board: VisibleAgenda) -> dict[str, Any]:
    rows = [{"cells": _decision_cells(board, motion)} for motion in board.motions]
    columns = [
        (_("No."), 7), (_("Motion"), 36), (_("Date"), 13), (pgettext("vote", "Outcome"), 16),
        (pgettext("a vote", "For"), 7), (_("Against"), 9),
        (_("Abstained"), 12),
    ]  # fmt: skip
    caption = _("Board decisions, latest first")
    blocks = [_table("t-motions", caption, columns, rows, numeric=(0, 4, 5, 6))] if rows else [
        _nothing(_("No motions proposed yet."))
    ]  # fmt: skip
    lead = interpolate(
        _("One partner, one vote. Majority: %(rule)s."), rule=board.agenda.get_majority_display()
    )
    return {
        "id": "motions", "title": _("Board decisions"), "lead": lead, "blocks": blocks,
        "note": _("with each partner’s vote") if board.shows_votes else _("with vote totals"),
    }  # fmt: skip


def _decision_cells(board: VisibleAgenda, motion: Any) -> list[dict[str, Any]]:
    outcome = getattr(motion, "outcome", None)
    notes = [interpolate(_("on agenda item %(n)s"), n=motion.item.number)] if motion.item else []
    if motion.meeting:
        notes.append(str(motion.meeting))
    if outcome and board.shows_votes:
        notes += [f"{isolated(vote.partner)}: {vote.get_choice_display()}" for vote in motion.votes.all()]
    title = _cell(motion.title, header=True, small="; ".join(notes))
    number = _cell(digits(motion.number), numeric=True)
    if outcome is None:
        open_ = [_cell(_day(motion.closes_at)), _cell(_("Voting open"), icon="clock")]
        return [number, title, *open_, *(_cell("", numeric=True) for _n in range(3))]
    counts = (outcome.in_favour, outcome.against, outcome.abstained)
    return [
        number, title, _cell(_day(outcome.closed_at)),
        _cell(outcome.get_outcome_display(), icon=OUTCOMES[outcome.outcome]), *(_cell(n, numeric=True) for n in counts),
    ]  # fmt: skip


def _board(board: VisibleAgenda) -> dict[str, Any]:
    partners = [
        {"cells": [
            _cell(partner, header=True), _cell(partner.get_role_display()), _cell(partner.contribution),
            _cell(join_list(digits(item.number) for item in partner.shown_items)),
        ]}
        for partner in board.partners
    ]  # fmt: skip
    columns = [(_("Partner"), 34), (_("Role"), 24), (_("Contribution"), 28), (_("Agenda items"), 14)]
    blocks = [_table("t-partners", _("Board members"), columns, partners)]
    meetings = [
        {"cells": [
            _cell(meeting, header=True), _cell(_meeting_time(meeting)), _cell(meeting.venue),
            _cell(_("cancelled") if meeting.cancelled_on else _("open to the public") if meeting.is_public else ""),
        ]}
        for meeting in board.shown_meetings(timezone.now())
    ]  # fmt: skip
    if meetings:
        columns = [(_("Meeting"), 20), (_("When"), 32), (_("Location"), 28), (_("Note"), 20)]
        blocks.append(_table("t-meetings", _("Board meetings"), columns, meetings))
    lead = interpolate(
        _("Partners: %(all)s. With a vote: %(votes)s."), all=len(board.partners), votes=board.voting_partners
    )
    return {
        "id": "board",
        "title": _("Board and meetings"),
        "note": "",
        "lead": lead,
        "blocks": blocks,
    }


def _meeting_time(meeting: Any) -> str:
    there = meeting.starts.astimezone(zoneinfo.ZoneInfo(meeting.timezone))
    city = meeting.timezone.rpartition("/")[2].replace("_", " ")
    return f"{date_format(there, 'DATE_FORMAT')}, {time_format(there, 'H:i')} {city}"
