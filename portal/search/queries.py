"""One search box: words and near spellings, accents ignored, nothing that the person may not see."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db.models import F, FloatField, Func, Q, Value
from django.db.models.functions import Coalesce, Greatest, Lower
from django.utils.functional import Promise

from portal.search.models import SearchEntry
from portal.search.registry import findable


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    kind: str | Promise


class Unaccent(Func):
    function = "UNACCENT"


def find(user: Any, text: str, *, limit: int = 30) -> list[Hit]:
    """Best hits first, at most `limit`. Rows are filtered by `visible_to` inside the query, before the limit."""
    text = " ".join(text.split())[:120]
    if len(text) < 2:
        return []
    kinds = {ContentType.objects.get_for_model(entry.model).pk: entry for entry in findable()}
    allowed = Q(pk__in=[])
    for type_id, entry in kinds.items():
        allowed |= Q(target_type=type_id, target_id__in=entry.model.objects.visible_to(user).values("pk"))  # type: ignore[attr-defined]
    folded = Lower(Unaccent(Value(text)))
    query = SearchQuery(Unaccent(Value(text)), config="simple", search_type="websearch")
    entries = (
        SearchEntry.objects.filter(allowed)
        .annotate(
            near=TrigramSimilarity("title_folded", folded),  # type: ignore[arg-type]  # an expression is taken too
            rank=Coalesce(SearchRank(F("words"), query), Value(0.0), output_field=FloatField()),
        )
        .filter(Q(words=query) | Q(near__gt=0.25) | Q(title_folded__contains=folded))
        .order_by(Greatest("rank", "near").desc(), "title")[:limit]
    )
    return [
        Hit(entry.title, kinds[entry.target_type_id].url_of(target), kinds[entry.target_type_id].kind)
        for entry, target in _with_targets(entries, kinds)
    ]


def _with_targets(entries: Any, kinds: dict[int, Any]) -> list[tuple[SearchEntry, Any]]:
    """Each entry with the row that it stands for, one query a kind."""
    rows = list(entries)
    found: dict[tuple[int, int], Any] = {}
    for type_id in {row.target_type_id for row in rows}:
        ids = [row.target_id for row in rows if row.target_type_id == type_id]
        for target in kinds[type_id].model.objects.filter(pk__in=ids):
            found[type_id, target.pk] = target
    pairs = ((row, found.get((row.target_type_id, row.target_id))) for row in rows)
    return [(row, target) for row, target in pairs if target is not None]
