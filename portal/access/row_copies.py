"""Rows written again under other rows: how an edition begins as a copy of the last."""

from typing import Any

from django.db.models import QuerySet


def copy_rows(rows: QuerySet[Any], **owners: Any) -> dict[int, Any]:
    """Old id -> the row written again, with an id of its own, hanging from other rows: two statements.

    Each of `owners` names a foreign key: `version=draft` hangs all copies from one row, `parent=None` from none, and
    `question=copies`, what this function gave for the questions, each from the copy of its own.
    """
    old = list(rows)
    made = rows.model._default_manager.bulk_create(_again(row, owners) for row in old)
    return {row.pk: copy for row, copy in zip(old, made, strict=True)}


def _again(row: Any, owners: dict[str, Any]) -> Any:
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.attname != "public_id"
    }
    for name, owner in owners.items():
        key = f"{name}_id"
        found = owner.get(fields[key]) if isinstance(owner, dict) else owner
        fields[key] = found and found.pk
    return type(row)(**fields)
