"""Filters of the return list, all in the query string."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from evaluations.indicators.models import CaseloadReturn
from participants.organisations.models import Jurisdiction


class ReturnFilter(django_filters.FilterSet):
    jurisdiction = django_filters.ModelChoiceFilter(
        label=_("Jurisdiction"),
        field_name="court__organisation__jurisdiction",
        queryset=Jurisdiction.objects.all(),
        to_field_name="code",
    )
    year = django_filters.NumberFilter(label=_("Year"), field_name="ends__year")
    state = django_filters.ChoiceFilter(
        label=_("Status"),
        method="by_state",
        choices=[
            ("unverified", _("Not verified")),
            ("verified", _("Verified")),
            ("noted", _("With a data-quality note")),
        ],
    )

    class Meta:
        model = CaseloadReturn
        fields = ("jurisdiction", "year", "state")

    def by_state(self, rows: QuerySet[CaseloadReturn], _name: str, value: Any) -> QuerySet[CaseloadReturn]:
        """Filter by a state that follows from two columns."""
        if value == "noted":
            return rows.exclude(quality_note="")
        return rows.filter(verified_by__isnull=value == "unverified")
