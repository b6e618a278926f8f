"""Find likely duplicates of imported people: register entries with the same address or a similar name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

ALIKE = 0.45  # minimum trigram similarity of folded names for a manual check
SHOWN = 5

# Address and name each use their own index, per row of the file; for a common name only the nearest few are
# returned.
_FIND = """
WITH asked AS (
    SELECT * FROM unnest(%(numbers)s::int[], %(names)s::text[], %(emails)s::text[]) AS a(number, name, email)
)
SELECT asked.number, near.* FROM asked CROSS JOIN LATERAL (
    SELECT s.id, s.public_id, s.name, s.organisation, s.email, s.archived_at IS NOT NULL, true AS exact, 1 AS alike
    FROM assessments_stakeholder s
    WHERE asked.email <> '' AND s.email <> '' AND s.jurisdiction_id = %(place)s AND lower(s.email) = lower(asked.email)
) near
UNION ALL
SELECT asked.number, near.* FROM asked CROSS JOIN LATERAL (
    SELECT s.id, s.public_id, s.name, s.organisation, s.email, s.archived_at IS NOT NULL, false,
        similarity(s.name_folded, lower(public.unaccent(asked.name))) AS alike
    FROM assessments_stakeholder s
    WHERE s.jurisdiction_id = %(place)s AND s.name_folded %% lower(public.unaccent(asked.name))
    ORDER BY alike DESC, s.id LIMIT %(shown)s
) near
ORDER BY 1, exact DESC, alike DESC, 2
"""


def find_duplicates(
    jurisdiction_id: int, rows: Sequence[tuple[int, str, str]]
) -> Mapping[int, list[dict[str, Any]]]:
    """Row number -> likely duplicates as plain JSON, for (number, name, address) of many rows. Two queries.

    An entry with the same address is the only candidate. Call in a transaction.
    """
    duplicates: dict[int, list[dict[str, Any]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE)])
        cursor.execute(
            _FIND,
            {
                "numbers": [number for number, _name, _email in rows],
                "names": [name for _number, name, _email in rows],
                "emails": [email for _number, _name, email in rows],
                "place": jurisdiction_id,
                "shown": SHOWN,
            },
        )
        for number, pk, public_id, name, organisation, email, archived, exact, _alike in cursor.fetchall():
            if duplicates[number] and duplicates[number][0]["exact"]:
                continue
            duplicates[number].append(
                {
                    "id": pk, "pick": str(public_id), "name": name, "organisation": organisation, "email": email,
                    "archived": archived, "exact": exact,
                }
            )  # fmt: skip
    return duplicates
