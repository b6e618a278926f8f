"""Registers the publications package with the public home page."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from evaluations.publications.findings import by_assessment, published
from evaluations.publications.models import Publication
from portal.access.users import AnyUser
from portal.dashboard.registry import register_public_card

SHOWN = 4


def latest(user: AnyUser) -> dict[str, Any] | None:
    rows = list(Publication.objects.visible_to(user).select_related("report__programme")[:SHOWN])
    return {"publications": rows} if rows else None


def latest_findings(user: AnyUser) -> dict[str, Any] | None:
    findings = by_assessment(
        published(user)[: SHOWN * len(settings.LANGUAGES)], language=get_language() or "en"
    )
    return {"findings": findings[:SHOWN]} if findings else None


def register() -> None:
    register_public_card("evaluations/publications/_latest.html", latest, order=30)
    register_public_card("evaluations/publications/_latest_findings.html", latest_findings, order=31)
