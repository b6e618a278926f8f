"""Finding organisations and jurisdictions by the names that files use."""

from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import override

from participants.organisations.models import Court, Jurisdiction, Organisation
from portal.access.users import Account
from portal.audit import services as audit
from portal.search import services as search

SIMILAR = 0.35
SHOWN = 3

# An equal name is found by its folded form, which has no accents. The name of a duplicate that has been merged
# finds the organisation that was kept.
_EQUAL = """
SELECT a.name, coalesce(o.merged_into_id, o.id) FROM unnest(%(names)s::text[]) AS a(name)
JOIN participants_organisation o ON o.name_folded = left(lower(public.unaccent(a.name)), 200)
WHERE o.archived_at IS NULL OR o.merged_into_id IS NOT NULL
"""
_SIMILAR = """
SELECT a.name, near.name FROM unnest(%(names)s::text[]) AS a(name) CROSS JOIN LATERAL (
    SELECT o.name, similarity(o.name_folded, lower(public.unaccent(a.name))) AS alike FROM participants_organisation o
    WHERE o.name_folded %% lower(public.unaccent(a.name)) AND o.archived_at IS NULL
        AND (%(jurisdiction)s::bigint IS NULL OR o.jurisdiction_id = %(jurisdiction)s)
    ORDER BY alike DESC, o.id LIMIT %(shown)s
) near ORDER BY a.name, near.alike DESC
"""


def jurisdiction_codes() -> dict[str, int]:
    """Code, stored name and name in each language, for comparison without case -> id of the jurisdiction."""
    found: dict[str, int] = {}
    rows = list(Jurisdiction.objects.in_use())
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {_plain(str(row)): row.pk for row in rows}
    return found | {_plain(row.name): row.pk for row in rows} | {_plain(row.code): row.pk for row in rows}


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())


class OrganisationNames:
    """The organisations that have one of the names; two queries."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = sorted(set(names))
        ids: dict[str, set[int]] = defaultdict(set)
        if self.names:
            with connection.cursor() as cursor:
                cursor.execute(_EQUAL, {"names": self.names})
                for name, pk in cursor.fetchall():
                    ids[name].add(pk)
        rows = Organisation.objects.in_bulk({pk for found in ids.values() for pk in found})
        self.found = {name: [rows[pk] for pk in sorted(found)] for name, found in ids.items()}

    def find(self, name: str, jurisdiction_id: int | None) -> Organisation | None:
        """The organisation of that name in the jurisdiction, or the only one of that name."""
        rows = self.found.get(name, [])
        same = [row for row in rows if row.jurisdiction_id == jurisdiction_id]
        if len(same) == 1:
            return same[0]
        return (
            rows[0]
            if len(rows) == 1 and (jurisdiction_id is None or rows[0].jurisdiction_id is None)
            else None
        )

    @transaction.atomic
    def similar(self, jurisdiction_id: int | None) -> dict[str, list[str]]:
        """Name -> similar names of registered organisations, the nearest first; one query."""
        found: dict[str, list[str]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(SIMILAR)])
            cursor.execute(_SIMILAR, {"names": self.names, "jurisdiction": jurisdiction_id, "shown": SHOWN})
            for name, near in cursor.fetchall():
                found[name].append(near)
        return dict(found)


@transaction.atomic
def create_organisations(pairs: Sequence[tuple[str, int | None]], *, kind: str, by: Account) -> int:
    """Register organisations given by name and jurisdiction. The level of a court is corrected on its page."""
    for name, jurisdiction_id in pairs:
        jurisdiction = Jurisdiction.objects.filter(pk=jurisdiction_id or 0).first()
        organisation, is_new = Organisation.objects.get_or_create(
            name=name, jurisdiction=jurisdiction, defaults={"kind": kind}
        )
        if is_new:
            if kind == Organisation.Kind.COURT:
                Court.objects.create(organisation=organisation, level=Court.Level.FIRST)
            audit.record(by, "organisation.added", organisation)
            search.index(organisation, title=organisation.name)
    return len(pairs)
