"""Updating the search index, in the transaction of the service that changes an object."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from portal.search.models import SearchEntry


def index(target: Model, *, title: str, body: str = "", language: str = "") -> None:
    """Create or update the index entry of `target`; a trigger computes the search columns."""
    SearchEntry.objects.update_or_create(
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
        language=language,
        defaults={"title": title[:300], "body": body},
    )


def drop(target: Model) -> None:
    SearchEntry.objects.filter(
        target_type=ContentType.objects.get_for_model(target), target_id=target.pk
    ).delete()
