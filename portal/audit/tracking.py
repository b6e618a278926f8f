"""`@tracked` adds triggers to a model that copy each insert, update and delete to an append-only event table."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models


def tracked(model: type[models.Model] | None = None, *, exclude: list[str] | None = None) -> Any:
    """Record the changes of a model. `exclude` names fields that must not be copied, such as confidential text."""

    def decorate(cls: type[models.Model]) -> type[models.Model]:
        track: Callable[[type[models.Model]], type[models.Model]] = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=[*(exclude or []), "updated_at"],
            append_only=True,
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]  # None means: no such column
        )
        return track(cls)

    return decorate(model) if model is not None else decorate
