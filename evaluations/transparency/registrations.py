"""What this room shows on the public home page."""

from typing import Any

from evaluations.transparency.models import Publication
from portal.desk.registry import register_public_part

SHOWN = 4


def latest(user: Any) -> dict[str, Any] | None:
    rows = list(Publication.objects.visible_to(user).select_related("report__programme")[:SHOWN])
    return {"publications": rows} if rows else None


def register() -> None:
    register_public_part("evaluations/transparency/_latest.html", latest, order=30)
