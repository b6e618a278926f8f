"""Fieldsets of the question form: the main fields are open, the others are collapsed while they are empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

FEW = 7  # forms with at most this many fields are not collapsed
COLLAPSED: list[tuple[Any, tuple[str, ...]]] = [
    (
        _("Conditions and messages"),
        (
            "required",
            "required_message",
            "relevant",
            "constraint",
            "constraint_message",
            "choice_filter",
            "default",
        ),
    ),
    (_("Image, group and name"), ("image", "image_alt", "drop_image", "parent", "name")),
]
ALWAYS_FILLED = {"parent", "name", "drop_image"}


@dataclass(frozen=True)
class Fieldset:
    """Fields under the heading `title`; the first fieldset has none and is always open."""

    title: Any
    fields: Sequence[Any]
    is_open: bool


def fieldsets_for(form: Any) -> list[Fieldset]:
    fields = [field for field in form if not field.is_hidden]
    if len(fields) <= FEW:
        return [Fieldset("", fields, is_open=True)]
    under = {name for _words, names in COLLAPSED for name in names}
    fieldsets = [Fieldset("", [field for field in fields if field.name not in under], is_open=True)]
    for title, names in COLLAPSED:
        members = [field for field in fields if field.name in names]
        filled = [field for field in members if field.name not in ALWAYS_FILLED and field.value()]
        fieldsets.append(
            Fieldset(title, members, is_open=any(field.errors for field in members) or bool(filled))
        )
    return fieldsets
