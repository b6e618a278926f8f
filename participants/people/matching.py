"""Finding people who are already in the register: the same email address, or a similar name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

SIMILAR = 0.45  # minimum trigram similarity of folded names
SHOWN = 5
BONUS = 0.3  # added to the similarity where organisation or jurisdiction are the same

# Each row uses the indexes of addresses and names; for a common name only the nearest few are returned. The nearest
# are chosen by similarity and place together, so that a namesake in the same court comes before others. Names and
# addresses of people who were merged find the person who was kept.
_FIND = """
WITH asked AS (
    SELECT * FROM unnest(%(numbers)s::int[], %(names)s::text[], %(emails)s::text[], %(organisations)s::bigint[],
        %(jurisdictions)s::bigint[]) AS a(number, name, email, organisation_id, jurisdiction_id)
), found AS (
    SELECT asked.number, coalesce(p.merged_into_id, p.id) AS id, true AS exact,
        similarity(p.name_folded, lower(public.unaccent(asked.name))) AS score
    FROM asked JOIN participants_person p ON p.email <> '' AND lower(p.email) = lower(asked.email)
    WHERE asked.email <> ''
    UNION ALL
    SELECT asked.number, coalesce(p.merged_into_id, p.id), true,
        similarity(p.name_folded, lower(public.unaccent(asked.name)))
    FROM asked JOIN participants_user u ON lower(u.email) = lower(asked.email)
    JOIN participants_person p ON p.user_id = u.id
    WHERE asked.email <> ''
    UNION ALL
    SELECT asked.number, near.id, false, near.score FROM asked CROSS JOIN LATERAL (
        SELECT coalesce(p.merged_into_id, p.id) AS id,
            similarity(p.name_folded, lower(public.unaccent(asked.name))) + CASE
            WHEN p.jurisdiction_id = asked.jurisdiction_id OR EXISTS (
                SELECT 1 FROM participants_affiliation a
                WHERE a.person_id = p.id AND a.organisation_id = asked.organisation_id
            ) THEN %(bonus)s ELSE 0 END AS score
        FROM participants_person p
        WHERE p.name_folded %% lower(public.unaccent(asked.name))
        ORDER BY score DESC, p.id LIMIT %(shown)s
    ) near
)
SELECT number, id, bool_or(exact), max(score) FROM found GROUP BY number, id ORDER BY number, 3 DESC, 4 DESC, id
"""


@dataclass(frozen=True)
class Wanted:
    """Somebody to look for. `number` identifies the question, such as the row of a file."""

    number: int
    name: str
    email: str = ""
    organisation_id: int | None = None
    jurisdiction_id: int | None = None


@dataclass(frozen=True)
class Match:
    """`exact` means the same email address; `score` is the similarity of names, higher in the same place."""

    person_id: int
    exact: bool
    score: float


def find_people(wanted: Sequence[Wanted]) -> Mapping[int, list[Match]]:
    """Number -> likely matches, the likeliest first; with the same address only that person. One query.

    Call in a transaction.
    """
    matches: dict[int, list[Match]] = defaultdict(list)
    if not wanted:
        return matches
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(SIMILAR)])
        cursor.execute(
            _FIND,
            {
                "numbers": [one.number for one in wanted],
                "names": [one.name for one in wanted],
                "emails": [one.email for one in wanted],
                "organisations": [one.organisation_id for one in wanted],
                "jurisdictions": [one.jurisdiction_id for one in wanted],
                "bonus": BONUS,
                "shown": SHOWN,
            },
        )
        for number, person_id, exact, score in cursor.fetchall():
            if matches[number] and matches[number][0].exact:
                continue
            matches[number].append(Match(person_id, exact, score))
    return matches
