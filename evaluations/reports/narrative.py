"""Narrative around frozen figures. Numbers in it are placeholders with the key of a frozen figure in braces."""

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.reports.errors import NotFrozenError, UnknownFigureError
from evaluations.reports.models import ReportSnapshot
from portal.languages.numbers import interpolate

FIELDS = {
    "changed": gettext_lazy("What changed, and for whom"),
    "short": gettext_lazy("Where we fell short"),
    "claim": gettext_lazy("What we can claim"),
    "asked": gettext_lazy("Decision requested"),
}
NAME = re.compile(r"\{([^{}\s]+)\}")


def validate_placeholders(narrative: Mapping[str, str], snapshot: ReportSnapshot | None) -> None:
    """Check that every placeholder names a frozen figure. Raises UnknownFigureError, NotFrozenError."""
    if snapshot is None:
        raise NotFrozenError
    keys = set(snapshot.figures.values_list("key", flat=True))
    for field, text in narrative.items():
        for name in NAME.findall(text):
            if name not in keys:
                raise UnknownFigureError(
                    interpolate(
                        _("There is no figure named “%(name)s”. Copy a name from the list of figures."),
                        name=name,
                    ),
                    field=field,
                )


def fill_placeholders(text: str, show: Callable[[str], str]) -> str:
    """Replace each placeholder by what `show(key)` returns for the figure."""
    return NAME.sub(lambda match: show(match[1]), text)
