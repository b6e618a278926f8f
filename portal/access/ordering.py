"""Order of rows in a list: `position` 1, 2, 3 …"""

from collections.abc import Iterable
from typing import Any

from django.db import models

from portal.access.locking import DeletedError, Row


def shift(row: Row, among: models.QuerySet[Row], *, step: int) -> None:
    """Move the row `step` positions down, or up if negative, at most to the first or last position.

    `among` holds all rows of the list in order. Lock their parent row first. Raises DeletedError.
    """
    rows = list(among)
    if row not in rows:
        raise DeletedError
    at = rows.index(row)
    rows.insert(max(at + step, 0), rows.pop(at))
    renumber(rows)


def renumber(rows: Iterable[Any]) -> None:
    """Set `position` to 1, 2, 3 … in the given order and save the rows that change. Lock their parent row first."""
    changed = []
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            changed.append(row)
    if changed:
        type(changed[0])._default_manager.bulk_update(changed, ["position"])
