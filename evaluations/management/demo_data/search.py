"""Indexes rows for search that were created in bulk and not through services."""

from django.contrib.contenttypes.models import ContentType

from participants.organisations.models import Court, Jurisdiction
from participants.people.models import Person
from portal.search.models import SearchEntry
from programs.cohorts.models import Cohort
from programs.curriculum.models import Module
from programs.programmes.models import Programme


def build() -> None:
    for model, related in (
        (Person, ()),
        (Cohort, ()),
        (Programme, ()),
        (Module, ()),
        (Jurisdiction, ()),
        (Court, ("organisation",)),
    ):
        kind = ContentType.objects.get_for_model(model)
        SearchEntry.objects.bulk_create(
            (SearchEntry(target_type=kind, target_id=row.pk, title=str(row)[:300]) for row in model.objects.select_related(*related).iterator()),
            batch_size=2000, ignore_conflicts=True,
        )  # fmt: skip
