"""A filter for rows that can be archived."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

STATUSES = [("archived", _("Archived")), ("all", _("All"))]


class StatusFilter(django_filters.FilterSet):
    """Archived rows are shown on request only."""

    status = django_filters.ChoiceFilter(
        label=_("Status"), empty_label=_("Active"), choices=STATUSES, method="unchanged"
    )

    def unchanged(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        status = self.form.cleaned_data.get("status")
        if status == "all":
            return rows
        return rows.filter(archived_at__isnull=status != "archived")
