"""A role as a sentence: "Coordinator of Fiji until 31 December 2028"."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.languages.numbers import date_format, interpolate


def role_sentence(role: Any, scope: Any, ends: date | None) -> str:
    """`scope` is an organisation, a jurisdiction, or None for the whole portal."""
    place = scope or _("the whole portal")
    if ends is None:
        return interpolate(_("%(role)s of %(scope)s"), role=role, scope=place)
    return interpolate(
        _("%(role)s of %(scope)s until %(date)s"), role=role, scope=place, date=date_format(ends)
    )
