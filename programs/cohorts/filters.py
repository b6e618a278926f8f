"""Filters of the list of applications."""

import django_filters
from django.utils.translation import gettext_lazy as _

from participants.organisations.models import Jurisdiction
from programs.cohorts.models import CohortApplication


class ApplicationFilter(django_filters.FilterSet):
    jurisdiction = django_filters.ModelChoiceFilter(
        label=_("Jurisdiction"),
        empty_label=_("All"),
        queryset=Jurisdiction.objects.all(),
        to_field_name="code",
    )
    state = django_filters.ChoiceFilter(
        label=_("Status"),
        empty_label=_("All"),
        choices=[c for c in CohortApplication.State.choices if c[0] != "draft"],
    )

    class Meta:
        model = CohortApplication
        fields = ("jurisdiction", "state")
