"""Published findings as PDF: the text with its figures, the highest needs as a table, and the sources."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from assessments.analysis.drafting import SECTIONS
from assessments.analysis.models import Findings
from assessments.analysis.quoted_figures import QuotedFigures, load_quoted_figures
from assessments.needs.queries import group_label
from portal.documents.qr import qr_svg
from portal.documents.text_metrics import size_step
from portal.figures.formatting import rounded
from portal.files import services as files
from portal.jobs.leases import ClaimedJob
from portal.languages.directions import writing_direction
from portal.languages.lists import join_list
from portal.languages.numbers import date_format, digits, interpolate, number_format
from portal.owner.current import localised_name

SHOWN = 15


def create_findings_pdf(job: ClaimedJob) -> None:
    """Create the PDF of the published findings. Does nothing if they were withdrawn in the meantime or have a
    PDF already.
    """
    findings = Findings.objects.select_related("ranking__assessment__owner").get(pk=job.target.pk)
    job.report_progress(total=1)
    if findings.state == Findings.State.PUBLISHED and findings.pdf_id is None:
        made = render_pdf(findings)
        with transaction.atomic():
            locked = Findings.objects.select_for_update(of=("self",)).get(pk=findings.pk)
            if locked.revision == findings.revision and locked.state == Findings.State.PUBLISHED:
                locked.pdf = files.store(
                    made, name=f"findings-{findings.language}.pdf", owner=findings, by=job.requested_by,
                    media_type="application/pdf",
                )  # fmt: skip
                locked.save(update_fields=["pdf", "updated_at"])
            job.report_progress(done=1)
    job.finish(url=reverse("assessments:analysis:findings", args=[findings.public_id]))


def render_pdf(findings: Findings) -> bytes:
    """The PDF in the findings' language, for published findings only. The same text and ranking give the same
    bytes.
    """
    from portal.documents.report import render_report  # noqa: PLC0415  the engine is for workers only

    with translation.override(findings.language):
        html: str = render_to_string("documents/report/report.html", {"report": _context(findings)})
    return render_report(html, created_at=_published_at(findings))


def _published_at(findings: Findings) -> datetime:
    if findings.published_at is None:
        raise ValueError("only published findings are printed")
    return findings.published_at


def findings_url(findings: Findings) -> str:
    return settings.SITE_URL + reverse("assessments:analysis:findings", args=[findings.public_id])


def _context(findings: Findings) -> dict[str, Any]:
    facts, assessment = load_quoted_figures(findings.ranking), findings.ranking.assessment
    edition = interpolate(_("Published on %(day)s"), day=date_format(_published_at(findings), "DATE_FORMAT"))
    if settings.DEMO:
        edition = f"{edition}. {_('Demonstration: names and figures are invented.')}"
    sections = [_found(findings, facts), _source(findings)]
    for number, section in enumerate(sections, start=1):
        section["number"] = digits(number)
        for block in section["blocks"]:
            block["template"] = f"documents/report/_{block['kind']}.html"
    owner = str(assessment.owner)
    return {
        "language": findings.language,
        "direction": writing_direction(findings.language),
        "title": findings.title,
        "issuer": localised_name(owner),
        "edition": edition,
        "created": f"{_published_at(findings):%Y-%m-%dT%H:%M:%SZ}",
        "cover": _cover(findings, facts, edition),
        "contents": {
            "title": _("Contents"),
            "key_title": _("How to read the figures"),
            "keys": [
                (
                    {
                        "icon": "",
                        "label": _("Score"),
                        "text": _("Up to 20: importance × (importance − ability)"),
                    },
                    {
                        "icon": "withheld",
                        "label": _("withheld"),
                        "text": interpolate(
                            _("fewer than %(k)s people, or withheld to protect them"),
                            k=assessment.suppression_k,
                        ),
                    },
                )
            ],
        },
        "sections": sections,
    }


def _found(findings: Findings, facts: QuotedFigures) -> dict[str, Any]:
    """All sections in one part, because each part starts a page. The first paragraph is the lead, and the table
    follows the needs.
    """
    blocks: list[dict[str, Any]] = []
    lead = ""
    for name, title in SECTIONS.items():
        text = facts.fill_placeholders(findings.body.get(name, "")).replace("\r", "")
        paragraphs = [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]
        if not lead and paragraphs:
            lead, *paragraphs = paragraphs
        if paragraphs:
            blocks.append({"kind": "text", "heading": str(title), "paragraphs": paragraphs})
        if name == "needs":
            blocks.append(_needs_table(facts))
    return {
        "id": "found",
        "title": _("What the assessment found"),
        "note": "",
        "lead": lead,
        "blocks": blocks,
    }


def _needs_table(facts: QuotedFigures) -> dict[str, Any]:
    heads = [
        (_("Rank"), 8), (_("Task"), 40), (_("Score"), 10), (_("95% interval"), 16),
        (_("Importance"), 13), (_("Ability"), 13),
    ]  # fmt: skip
    rows = []
    for row in [row for row in facts.rows if row.overall and row.overall.rank][:SHOWN]:
        cell = row.overall
        assert cell is not None  # noqa: S101  # the filter above
        band = "–" if cell.low is None else f"{_two(cell.low)} – {_two(cell.high)}"
        texts = [
            digits(cell.rank),
            str(row.competency),
            _two(cell.score),
            band,
            _two(cell.importance),
            _two(cell.ability),
        ]
        rows.append(
            {
                "cells": [
                    {"text": text, "header": n == 1, "numeric": n != 1, "bar": None, "strong": n == 2}
                    for n, text in enumerate(texts)
                ]
            }
        )
    return {
        "kind": "table", "id": "t-needs", "number": interpolate(_("Table %(n)s"), n=1),
        "caption": _("Highest-ranked needs, all groups combined with the agreed weights"), "note": "",
        "source": "", "long": True,
        "columns": [{"label": head, "numeric": n != 1, "width": width} for n, (head, width) in enumerate(heads)],
        "rows": rows,
    }  # fmt: skip


def _two(value: Any) -> str:
    return "–" if value is None else rounded(value, 2)


def _source(findings: Findings) -> dict[str, Any]:
    ranking = findings.ranking
    weights = join_list(
        f"{group_label(code)} {number_format(ranking.weights[code])}" for code in ranking.codes
    )
    rows = [
        (_("Assessment"), findings.title),
        (_("Weights agreed before the assessment opened"), weights),
        (
            _("Method"),
            _("Mean weighted discrepancy score (Borich); confidence intervals by the delta method"),
        ),
        (
            _("Withheld"),
            interpolate(
                _("Cells based on fewer than %(k)s people, and others from which they could be worked out"),
                k=ranking.assessment.suppression_k,
            ),
        ),
        (_("Checksum of the responses"), ranking.public_digest),
    ]
    table = {
        "kind": "table", "id": "t-source", "number": "", "caption": _("Where the figures come from"), "note": "",
        "source": "", "long": True,
        "columns": [{"label": head, "numeric": False, "width": w} for head, w in ((_("Item"), 28), (_("Value"), 72))],
        "rows": [
            {"cells": [{"text": text, "header": n == 0, "bar": None} for n, text in enumerate(row)]} for row in rows
        ],
    }  # fmt: skip
    lead = _("The ranking was frozen when the assessment closed. Every figure here is taken from it.")
    return {
        "id": "source",
        "title": _("Where the figures come from"),
        "note": "",
        "lead": lead,
        "blocks": [table],
    }


def _cover(findings: Findings, facts: QuotedFigures, edition: str) -> dict[str, Any]:
    assessment, address = findings.ranking.assessment, findings_url(findings)
    jurisdictions = join_list(str(place) for place in assessment.jurisdictions.all()[:12])
    pairs = [
        (_("Lead organisation"), str(assessment.owner)),
        (_("Closed"), date_format(assessment.collection.closes_at, "DATE_FORMAT")),
        (_("Responded"), facts.shown["answers.complete"]),
        (_("Response rate"), facts.shown["answers.rate"]),
        (_("Jurisdictions"), jurisdictions),
        (_("Groups"), join_list(group_label(code) for code in findings.ranking.codes)),
    ]
    drawing = qr_svg(address, title=_("QR code linking to these findings on the portal"))
    return {
        "running_title": findings.title,
        "site": _(settings.SITE_NAME),
        "kind": _("Findings of a needs assessment"),
        "title": findings.title,
        "title_size": size_step(findings.title, 26, 40),
        "subtitle": "",
        "art": "",
        "art_note": "",
        "facts": list(zip(pairs[::2], pairs[1::2], strict=True)),
        "approvals": [{"when": edition, "name": str(assessment.owner), "office": ""}],
        "qr_code": mark_safe(drawing),  # noqa: S308  our own drawing
        "proof_title": _("Read these findings on the portal"),
        "proof_text": _("The current edition is available at this address:"),
        "verify_url": address,
        "verify_address": urlsplit(address).netloc + urlsplit(address).path,
    }
