"""Reads that several pages share."""

from typing import Any

from participants.directory.models import Merge, Register
from participants.organisations.models import Organisation
from portal.access.users import AnyUser


def merges_panel(user: AnyUser, rows: list[Any]) -> dict[Any, dict[str, Any]]:
    """The panel on the page of a person."""
    return {row.pk: {"merges": merges} for row in rows if (merges := merges_into(row, user))}


def merges_into(row: Any, user: AnyUser) -> list[tuple[Merge, str]]:
    """The merges of duplicates into this record that are not undone, with the name of the duplicate. Two queries."""
    register = Register.ORGANISATION if isinstance(row, Organisation) else Register.PERSON
    merges = list(
        Merge.objects.visible_to(user)
        .filter(register=register, kept_id=row.pk, undone_at=None)
        .select_related("by__person")
        .order_by("-pk")
    )
    names = type(row)._default_manager.in_bulk([merge.duplicate_id for merge in merges])
    return [(merge, str(names[merge.duplicate_id])) for merge in merges]
