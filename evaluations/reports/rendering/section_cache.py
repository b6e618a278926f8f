"""Caches the report's sections as HTML, per edition and language, because frozen rows never change."""

import hashlib
from contextlib import suppress

import redis.exceptions
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from evaluations.reports.models import ImpactReport
from evaluations.reports.rendering.pdf import short_number
from evaluations.reports.rendering.sections import build_sections
from evaluations.reports.snapshot.reader import SnapshotReader
from portal.documents.canvas import ChartStyle

KEPT_SECONDS = 3600  # after a release, no page shows HTML of the previous version for more than an hour


def sections(report: ImpactReport) -> SafeString:
    """HTML of all sections; `snapshot` is loaded with the report."""
    language = get_language() or "en"
    version = f"{report.public_id}:{report.snapshot.sha256}:{report.revision}:{report.updated_at}:{language}"
    key = f"report:{hashlib.sha256(version.encode()).hexdigest()}"
    with suppress(redis.exceptions.RedisError):
        cached = cache.get(key)
        if cached is not None:
            return mark_safe(cached)  # noqa: S308  our own template's markup, put there below
    rendered = _render(report, language)
    with suppress(redis.exceptions.RedisError):
        cache.set(key, str(rendered), KEPT_SECONDS)
    return rendered


def _render(report: ImpactReport, language: str) -> SafeString:
    frame = ChartStyle(language=language, show=short_number, width=720, text=12)
    report_sections = build_sections(SnapshotReader(report), frame)
    for section in report_sections:
        for block in section.blocks:
            block["template"] = f"evaluations/reports/_{block['kind']}.html"
    return render_to_string("evaluations/reports/_sections.html", {"sections": report_sections})
