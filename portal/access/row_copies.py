"""Copying rows to new parent rows, for example when a new edition starts as a copy of the last one."""

from typing import Any

from django.db.models import QuerySet


def copy_rows(rows: QuerySet[Any], **owners: Any) -> dict[int, Any]:
    """Copy the rows in two statements; returns the old id -> the copy.

    Each keyword is a foreign key: `version=draft` points all copies to one row, `parent=None` clears the key, and
    `question=copies`, with the result of this function for the questions, points each copy to the copied question.
    """
    old = list(rows)
    copies = rows.model._default_manager.bulk_create(_unsaved_copy(row, owners) for row in old)
    return {row.pk: copy for row, copy in zip(old, copies, strict=True)}


def _unsaved_copy(row: Any, owners: dict[str, Any]) -> Any:
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.attname != "public_id"
    }
    for name, owner in owners.items():
        key = f"{name}_id"
        new_owner = owner.get(fields[key]) if isinstance(owner, dict) else owner
        fields[key] = new_owner and new_owner.pk
    return type(row)(**fields)
