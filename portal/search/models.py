"""The search index: one row for each object and language, written by the services that change the object."""

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchEntry(models.Model):
    """Title and body of an object; a trigger fills both search columns, without accents."""

    target_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    target_id = models.BigIntegerField()
    language = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    title_folded = models.CharField(max_length=300, editable=False)
    words = SearchVectorField(editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="words",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    NEW.title_folded := lower(public.unaccent(NEW.title));
                    NEW.words := setweight(to_tsvector('simple', public.unaccent(NEW.title)), 'A')
                        || setweight(to_tsvector('simple', public.unaccent(left(NEW.body, 100000))), 'B');
                    RETURN NEW;
                """,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "language"], name="search_entry_unique_language"
            )
        ]
        indexes = [
            GinIndex(fields=["words"], name="search_entry_document"),
            GinIndex(fields=["title_folded"], opclasses=["gin_trgm_ops"], name="search_entry_title_trigram"),
        ]

    def __str__(self) -> str:
        return self.title
