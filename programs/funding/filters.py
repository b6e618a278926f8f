"""Filter of the list of expenditure."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.funding.models import Expenditure

STATUSES = [("cancelled", _("Cancelled")), ("all", _("All"))]


class ExpenditureFilter(django_filters.FilterSet):
    """Cancelled records are shown on request only."""

    status = django_filters.ChoiceFilter(
        label=_("Status"), empty_label=_("In force"), choices=STATUSES, method="unchanged"
    )

    class Meta:
        model = Expenditure
        fields = ()

    def unchanged(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        status = self.form.cleaned_data.get("status")
        return rows if status == "all" else rows.filter(cancelled_at__isnull=status != "cancelled")
