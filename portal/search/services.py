"""Updating the search index, in the transaction of the service that changes an object."""

from collections.abc import Iterable

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


def index_all(rows: Iterable[tuple[Model, str, str]]) -> None:
    """Create or update the entries of many objects of one model, given with title and body, in one query."""
    entries = [
        SearchEntry(
            target_type=ContentType.objects.get_for_model(target), target_id=target.pk, title=title[:300], body=body
        )
        for target, title, body in rows
    ]  # fmt: skip
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["target_type", "target_id", "language"],
        update_fields=["title", "body", "updated_at"], batch_size=2000,
    )  # fmt: skip


def drop_all(model: type[Model], ids: Iterable[int]) -> None:
    SearchEntry.objects.filter(
        target_type=ContentType.objects.get_for_model(model), target_id__in=list(ids)
    ).delete()


def drop(target: Model) -> None:
    SearchEntry.objects.filter(
        target_type=ContentType.objects.get_for_model(target), target_id=target.pk
    ).delete()
