"""Search by words and similar spellings, ignoring accents, among the objects that the user may see."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db.models import F, FloatField, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest, Lower
from django.urls import reverse
from django.utils.functional import Promise

from portal.access.users import AnyUser
from portal.search.models import SearchEntry
from portal.search.registry import Findable, findable


@dataclass(frozen=True)
class Hit:
    title: str
    language: str  # of the title; "" if it is not stored
    url: str
    kind: str | Promise


class Unaccent(Func):
    function = "UNACCENT"


def find(user: AnyUser, text: str, *, limit: int = 30) -> list[Hit]:
    """Return at most `limit` hits, the best first. The query filters by `visible_to` before it applies the limit."""
    text = " ".join(text.split())[:120]
    if len(text) < 2:
        return []
    kinds = {ContentType.objects.get_for_model(entry.model).pk: entry for entry in findable()}
    folded = Lower(Unaccent(Value(text)))
    query = SearchQuery(Unaccent(Value(text)), config="simple", search_type="websearch")
    entries = (
        # Each of the three conditions uses an index; filtering by a computed score would use none.
        SearchEntry.objects.filter(
            Q(words=query) | Q(title_folded__trigram_similar=folded) | Q(title_folded__contains=folded)
        )
        .filter(_allowed(user, kinds))
        .annotate(
            near=TrigramSimilarity("title_folded", folded),  # type: ignore[arg-type]  # expressions are accepted too
            rank=Coalesce(SearchRank(F("words"), query), Value(0.0), output_field=FloatField()),
        )
        .order_by(Greatest("rank", "near").desc(), "title")
        .values_list("target_type", "target_id", "title", "language")[:limit]
    )
    return _hits(list(entries), kinds)


def _allowed(user: AnyUser, kinds: dict[int, Findable]) -> Q:
    """Entries of objects that the user may see; no subquery for models of which they may see every row."""
    allowed = Q(pk__in=[])
    for type_id, entry in kinds.items():
        rows = entry.model.objects.visible_to(user)  # type: ignore[attr-defined]
        if rows.query.where:
            allowed |= Q(target_type=type_id, target_id__in=rows.values("pk"))
        else:
            allowed |= Q(target_type=type_id)
    return allowed


def _hits(entries: list[tuple[int, int, str, str]], kinds: dict[int, Findable]) -> list[Hit]:
    """The entries whose object still exists, with its URL; one query for all models."""
    wanted: dict[int, list[int]] = {}
    for type_id, target_id, _title, _language in entries:
        wanted.setdefault(type_id, []).append(target_id)
    parts: list[QuerySet[Any, Any]] = [
        kinds[type_id]
        .model._default_manager.filter(pk__in=ids)
        .order_by()
        .values_list(Value(type_id, IntegerField()), "pk", kinds[type_id].row)
        for type_id, ids in wanted.items()
    ]
    if not parts:
        return []
    ranks = {(row[0], row[1]): row[2] for row in parts[0].union(*parts[1:], all=True)}
    return [
        Hit(title, language, reverse(kinds[type_id].page, args=[ranks[type_id, pk]]), kinds[type_id].kind)
        for type_id, pk, title, language in entries
        if (type_id, pk) in ranks
    ]
