"""Laying sealed answers down anew: the order in which PostgreSQL holds rows is the order in which people answered."""

from uuid import UUID

import pgtrigger
from django.db import connection, transaction

from assessments.collection.models import Answer, Collection

AMONG = 1000  # sealed answers among which new ones are mixed while a collection is open

# One statement a table: every row is taken up before the first is put down, under the same ids and in random order.
_ANEW = """
WITH taken AS (DELETE FROM {table} t WHERE t.{column} = ANY(%s) RETURNING t.*)
INSERT INTO {table} SELECT * FROM taken ORDER BY random()
"""
_SEALED = """
SELECT id FROM assessments_response WHERE collection_id = %s AND submitted_at IS NOT NULL AND invitation_id IS NULL
"""
# Sealed answers that share their row version with no other: each came alone, in the transaction of its invitation.
_ALONE = """
SELECT (array_agg(id))[1] FROM assessments_response
WHERE collection_id = %s AND submitted_at IS NOT NULL AND invitation_id IS NULL
GROUP BY xmin::text HAVING count(*) = 1
"""


def shuffle(collection: Collection) -> None:
    """Write all of the collection's answers once more. Call in a transaction, when nobody can answer any more.

    Invitations keep when they were completed, so the places of answers (`ctid`) and their row versions (`xmin`) must
    not keep the same order.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SEALED, [collection.pk])
        sealed = [row[0] for row in cursor.fetchall()]
    _lay_down_anew(sealed)


def mix() -> int:
    """In each open collection, lay answers that came since the last run down among others. Returns how many came.

    Until then an answer bears the row version of the invitation that it was cut from: whoever reads the database while
    people answer must not be able to pair them. The first answer of all has nobody to be mixed with.
    """
    return sum(_mix_one(collection) for collection in Collection.objects.open().exclude(anonymity="named"))


@transaction.atomic
def _mix_one(collection: Collection) -> int:
    # The lock that `submit` takes: nobody's answer comes between.
    Collection.objects.select_for_update(no_key=True).get(pk=collection.pk)
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [collection.pk])
        alone = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            f"{_SEALED} AND NOT id = ANY(%s) ORDER BY random() LIMIT %s", [collection.pk, alone, AMONG]
        )
        others = [row[0] for row in cursor.fetchall()]
    if not alone or len(alone) + len(others) < 2:
        return 0
    _lay_down_anew([*alone, *others])
    return len(alone)


def _lay_down_anew(responses: list[UUID]) -> None:
    """The triggers that hold what was sent are off for these two statements, which change nothing that was sent."""
    of_answers = _ANEW.format(table="assessments_answer", column="response_id")
    of_responses = _ANEW.format(table="assessments_response", column="id")
    with pgtrigger.ignore(f"{Answer._meta.label}:submitted_stands"), connection.cursor() as cursor:
        cursor.execute(of_answers, [responses])
        cursor.execute(of_responses, [responses])
