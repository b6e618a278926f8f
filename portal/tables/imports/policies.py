"""Who may import. Each importer decides who may use it, and for which targets."""

from portal.access.users import AnyUser
from portal.tables.imports import importers
from portal.tables.models import ImportBatch


def may_import(user: AnyUser, batch: ImportBatch | None = None) -> bool:
    if not user.is_authenticated:
        return False
    if batch is None:
        return bool(importers.usable_by(user))
    return importers.get(batch.kind).may_import_into(user, batch.params)
