"""Renders the approved report as PDF, in one language, from its snapshot only."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evaluations.reports.labels import SECTIONS, TABLES
from evaluations.reports.models import ImpactReport
from evaluations.reports.rendering import charts
from evaluations.reports.rendering.sections import ReportSection, build_sections
from evaluations.reports.rendering.summary_texts import states_key
from evaluations.reports.snapshot.reader import SnapshotReader
from portal.documents.canvas import ChartStyle
from portal.documents.qr import qr_svg
from portal.documents.text_metrics import size_step
from portal.figures.formatting import rounded
from portal.languages.directions import isolated, writing_direction
from portal.languages.lists import join_list, semicolon
from portal.languages.numbers import date_format, digits, interpolate
from portal.owner.current import localised_name
from portal.tables.export import neutral

HASH = re.compile("[0-9a-f]{8,}")
Attachment = tuple[str, bytes, str]  # name, content, description


def render_pdf(report: ImpactReport, language: str) -> bytes:
    """Return the PDF. The same snapshot and engine give the same bytes."""
    from portal.documents.report import ReportAttachment, render_report  # noqa: PLC0415  the engine is for workers only

    snapshot = SnapshotReader(report)
    with translation.override(language):
        attached = attachments(snapshot)
        html: str = render_to_string(
            "documents/report/report.html", {"report": _context(snapshot, language, attached)}
        )
    return render_report(
        html,
        created_at=snapshot.set.cut_off_at,
        attachments=[ReportAttachment(name, content, description) for name, content, description in attached],
    )


def pdf_chart_style(language: str) -> ChartStyle:
    return ChartStyle(language=language, overlay=True, show=short_number)


def short_number(value: float) -> str:
    decimals = 0 if abs(value) >= 20 or value == int(value) else 1
    return rounded(value, decimals)


def _context(snapshot: SnapshotReader, language: str, attached: list[Attachment]) -> dict[str, Any]:
    sections = [*build_sections(snapshot, pdf_chart_style(language)), provenance(snapshot, attached)]
    for section in sections:
        for block in section.blocks:
            block["template"] = f"documents/report/_{block['kind']}.html"
    lead = snapshot.facts["programme"]["lead"]
    return {
        "language": language,
        "direction": writing_direction(language),
        "title": snapshot.report.title,
        "issuer": localised_name(lead),
        "edition": edition_of(snapshot),
        "created": f"{snapshot.set.cut_off_at:%Y-%m-%dT%H:%M:%SZ}",
        "cover": _cover(snapshot),
        "contents": {"title": _("Contents"), "key_title": _("How to read this report"), "keys": states_key()},
        "sections": sections,
    }


def edition_of(snapshot: SnapshotReader) -> str:
    text = interpolate(
        _("Edition %(number)s, figures frozen on %(day)s"),
        number=snapshot.report.number,
        day=date_format(snapshot.set.cut_off_at, "DATE_FORMAT"),
    )
    invented = _("Demonstration: names and figures are invented.")
    return f"{text}. {invented}" if settings.DEMO else text


def period_of(snapshot: SnapshotReader) -> str:
    return f"{date_format(snapshot.report.starts, 'DATE_FORMAT')} – {date_format(snapshot.report.ends, 'DATE_FORMAT')}"


def verification_url(report: ImpactReport) -> str:
    return settings.SITE_URL + reverse("evaluations:reports:verify", args=[report.public_id])


def _cover(snapshot: SnapshotReader) -> dict[str, Any]:
    programme, address = snapshot.facts["programme"], verification_url(snapshot.report)
    art = charts.cover(snapshot)
    pairs = [
        (_("Programme"), f"{isolated(programme['title'])} ({isolated(programme['code'])})"),
        (_("Period"), period_of(snapshot)),
        (_("Lead organisation"), programme["lead"]),
        (_("Funders"), semicolon().join(map(isolated, programme["funders"])) or "–"),
        (_("Partners"), semicolon().join(map(isolated, programme["partners"])) or "–"),
        (_("Grants"), semicolon().join(map(isolated, programme["grants"])) or "–"),
        (_("Jurisdictions"), join_list(map(isolated, programme["jurisdictions"]))),
        (_("Budget"), f"{snapshot.show('lines.all.budget')} {programme['currency']}"),
    ]
    return {
        "running_title": snapshot.report.title,
        "site": _(settings.SITE_NAME),
        "kind": _("Impact report"),
        "title": snapshot.report.title,
        "title_size": size_step(snapshot.report.title, 26, 40),
        "subtitle": programme["title"] if programme["title"] != snapshot.report.title else "",
        "art": mark_safe(art) if art else "",  # noqa: S308  our own drawing
        "art_note": _("Disposition time by year. Each white line is a court in the framework.")
        if art
        else "",
        "facts": list(zip(pairs[::2], pairs[1::2], strict=True)),
        "approvals": _approvals(snapshot),
        "qr_code": _qr_code(address),
        "proof_title": interpolate(_("Data snapshot %(id)s"), id=isolated(snapshot.set.sha256[:16])),
        "proof_text": interpolate(
            _("SHA-256 of the figures: %(digest)s. Check this file at this address:"),
            digest=isolated(snapshot.set.sha256),
        ),
        "verify_url": address,
        "verify_address": urlsplit(address).netloc + urlsplit(address).path,
    }


def _approvals(snapshot: SnapshotReader) -> list[dict[str, str]]:
    def approval(label: str, when: Any, who: Any) -> dict[str, str]:
        return {
            "when": f"{label}, {date_format(when, 'DATE_FORMAT')}" if when else label,
            "name": str(who or "–"),
            "office": "",
        }

    return [
        approval(_("Figures frozen"), snapshot.set.cut_off_at, snapshot.facts["frozen_by"]),
        approval(_("Approved"), snapshot.set.approved_at, snapshot.set.approved_by),
    ]


def _qr_code(address: str) -> str:
    return mark_safe(qr_svg(address, title=_("QR code: page for checking this file")))  # noqa: S308


def attachments(snapshot: SnapshotReader) -> list[Attachment]:
    """Return every table as CSV, and every figure with its definition and sources as JSON."""
    files = [
        (f"{key}.csv", _csv(snapshot, key), str(TABLES[key][0] if key in TABLES else SECTIONS["summary"][0]))
        for key in snapshot.tables
    ]
    return [
        *files,
        ("figures.json", _json(snapshot), _("Every figure with its number of observations and its sources")),
    ]


def _csv(snapshot: SnapshotReader, key: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    columns = snapshot.columns(key)
    writer.writerow([neutral(head) for _name, head in columns])
    for line in snapshot.lines(key):
        cells = (line.cells[name] for name, _head in columns[1:])
        writer.writerow(
            [neutral(line.label), *(neutral(c.value if c.value is not None else c.text) for c in cells)]
        )
    return ("\ufeff" + out.getvalue()).encode()


def _json(snapshot: SnapshotReader) -> bytes:
    sources: dict[int, list[list[Any]]] = {}
    for figure, label, row in snapshot.set.figures.values_list(
        "pk", "sources__label", "sources__row_id"
    ).order_by("pk", "sources__label", "sources__row_id"):
        if label:
            sources.setdefault(figure, []).append([label, row])
    details = [
        {
            "key": f.key,
            "value": None if f.value is None else str(f.value),
            "unit": f.unit,
            "n": f.n,
            "reason": f.reason,
            "definition": f.definition,
            "sources": sources.get(f.pk, []),
        }
        for f in snapshot.figures.values()
    ]
    return json.dumps(
        {"snapshot": snapshot.set.sha256, "figures": details}, ensure_ascii=False, indent=1
    ).encode()


def _rows_in(snapshot: SnapshotReader, name: str, content: bytes) -> str:
    return digits(len(snapshot.figures) if name.endswith(".json") else max(content.count(b"\n") - 1, 1))


def provenance(snapshot: SnapshotReader, attached: list[Attachment]) -> ReportSection:
    """Section about the sources of the figures and how to verify the file."""
    title, note, _nothing = SECTIONS["provenance"]
    withheld = sum(f.reason == "suppressed" for f in snapshot.figures.values())
    absent = sum(f.value is None and f.reason != "suppressed" for f in snapshot.figures.values())
    rows = [
        (_("Reporting period"), period_of(snapshot)),
        (
            _("Data retrieved"),
            interpolate(
                _("%(time)s (UTC), query version %(version)s"),
                time=date_format(snapshot.set.cut_off_at, "DATETIME_FORMAT"),
                version=digits(snapshot.set.query_version),
            ),
        ),
        (_("Filter"), f"{period_of(snapshot)}; {snapshot.facts['programme']['code']}"),
        (
            pgettext("report", "Figures"),
            interpolate(
                _("%(n)s in total; %(none)s without a value, each with a reason"),
                n=len(snapshot.figures),
                none=absent,
            ),
        ),
        (
            _("Withheld"),
            interpolate(
                _(
                    "Cells: %(n)s (threshold: %(k)s people), including cells hidden so that none can be worked out"
                ),
                n=withheld,
                k=settings.SUPPRESSION_K,
            ),
        ),
        (_("Frozen by, approved by"), f"{snapshot.facts['frozen_by']}; {snapshot.set.approved_by or '–'}"),
        (_("Edition"), digits(snapshot.report.number)),
        (_("SHA-256 of the data snapshot"), snapshot.set.sha256),
    ]
    files = [
        (name, description, _rows_in(snapshot, name, content), hashlib.sha256(content).hexdigest()[:8])
        for name, content, description in attached
    ]
    address = verification_url(snapshot.report)
    blocks = [
        _plain_table("provenance", _("Where the figures come from"), [_("Item"), _("Value")], [28, 72], rows),
        *(
            [
                _plain_table(
                    "attached",
                    _("Attached to this file"),
                    [_("File"), _("Contents"), _("Rows"), _("SHA-256 (first 8 characters)")],
                    [20, 56, 9, 15],
                    files,
                )
            ]
            if attached
            else []
        ),
        {
            "kind": "stamp",
            "qr_code": _qr_code(address),
            "heading": _("Check this report"),
            "text": _("The verification page lists every edition and the hashes stored at approval:"),
            "verify_url": address,
            "verify_address": address,
            "paragraphs": [
                _(
                    "The report shows what happened in courts that took part. It cannot show what would have "
                    "happened without the programme."
                )
            ],
        },
    ]
    lead = _(
        "The figures were frozen before this file was created. Anyone can check that this file is "
        "the approved one."
    )
    return ReportSection("provenance", "B", str(title), str(note), lead, blocks)


def _plain_table(
    key: str, caption: str, heads: list[str], widths: list[int], rows: Sequence[tuple[str, ...]]
) -> dict[str, Any]:
    return {
        "kind": "table",
        "id": f"t-{key}",
        "key": key,
        "number": "",
        "caption": caption,
        "note": "",
        "source": "",
        "long": True,
        "columns": [
            {"label": head, "numeric": False, "width": width}
            for head, width in zip(heads, widths, strict=True)
        ],
        "rows": [
            {
                "cells": [
                    {"text": cell, "header": position == 0, "mono": HASH.fullmatch(cell), "bar": None}
                    for position, cell in enumerate(row)
                ]
            }
            for row in rows
        ],
    }
