"""Registers job kinds, history and action items of imports."""

from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.users import AnyUser
from portal.audit import registry as audit
from portal.dashboard.action_items import ActionItem, ActionItemQuery, register_action_items
from portal.jobs import kinds
from portal.tables.imports.policies import may_import
from portal.tables.models import ImportBatch


def action_items(user: AnyUser) -> list[ActionItemQuery]:
    """The user's own unfinished imports."""
    unfinished = ImportBatch.objects.visible_to(user).filter(
        by=user.pk, state__in=["mapping", "staging", "preview"]
    )
    return [
        ActionItemQuery(
            unfinished.order_by("pk"), what="file_name", about=F("state"), build=_import_to_finish
        )
    ]


def _import_to_finish(batch: str, file_name: str, state: str, due: date | None) -> ActionItem:
    return ActionItem(
        title=gettext("Finish an import"),
        about=f"{file_name}: {ImportBatch.State(state).label}",
        due=due,
        url=reverse("imports:batch", args=[batch]),
        action_label=gettext("Continue"),
    )


def register() -> None:
    for name, title in (
        ("imports.stage", _("Read the rows of a file")),
        ("imports.check", _("Check the rows of an import")),
        ("imports.save", _("Save an import")),
        ("imports.undo", _("Undo an import")),
    ):
        kinds.register(name, task="portal.tables.import_rows", title=title)
    audit.register(ImportBatch, may_import)
    register_action_items(action_items, test=may_import)
