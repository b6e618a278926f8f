"""Laying sealed answers down anew: the order in which PostgreSQL holds rows is the order in which people answered."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db import connection, transaction

from assessments.collection.models import LAYING_DOWN, Collection

AMONG = 1000  # sealed answers among which new ones are mixed while a collection is open
BATCH = 250  # people whose answers are laid down in one transaction: what the database remembers of it stays small

# One statement a table: every row is taken up before the first is put down, under the same ids. Ids of sealed answers
# are random, so their order is nobody's, and unlike another random order it keeps each index's writes in one place.
_ANEW = """
WITH taken AS (DELETE FROM {table} t WHERE t.{column} = ANY(%s) RETURNING t.*)
INSERT INTO {table} SELECT * FROM taken ORDER BY {order}
"""
_LAYING_DOWN = "SELECT set_config(%s, %s, true)"  # until the transaction ends, whatever ends it
_SEALED = """
SELECT id FROM assessments_response WHERE collection_id = %s AND submitted_at IS NOT NULL AND invitation_id IS NULL
"""
# Sealed answers that share their row version with no other: each came alone, in the transaction of its invitation.
_ALONE = """
SELECT (array_agg(id))[1] FROM assessments_response
WHERE collection_id = %s AND submitted_at IS NOT NULL AND invitation_id IS NULL
GROUP BY xmin::text HAVING count(*) = 1
"""


def shuffle_all_responses(
    collection: Collection, on_progress: Callable[[int], None] = lambda _laid: None
) -> None:
    """Write all of the collection's answers once more. Call when nobody can answer any more.

    Invitations keep when they were completed, so the places of answers (`ctid`) and their row versions (`xmin`) must
    not keep the same order. Each batch, which is a random set of people, is a transaction unless the caller has one
    open; a run that ended half-way lost nothing, and the next begins anew. `told` hears inside the batch's transaction
    how many people's answers were laid down.
    """
    laid = 0
    for batch in _batches(collection):
        with transaction.atomic(savepoint=False):
            _rewrite_shuffled(batch)
            laid += len(batch)
            on_progress(laid)


def _batches(collection: Collection) -> Iterator[list[UUID]]:
    last = UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"{_SEALED} AND id > %s ORDER BY id LIMIT %s", [collection.pk, last, BATCH])
            batch = [row[0] for row in cursor.fetchall()]
        if not batch:
            return
        yield batch
        last = batch[-1]


def shuffle_recent_responses() -> int:
    """In each open collection, lay answers that came since the last run down among others. Returns how many came.

    Until then an answer bears the row version of the invitation that it was cut from: whoever reads the database while
    people answer must not be able to pair them. The first answer of all has nobody to be mixed with.
    """
    return sum(
        _shuffle_recent(collection) for collection in Collection.objects.open().exclude(anonymity="named")
    )


@transaction.atomic
def _shuffle_recent(collection: Collection) -> int:
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
    _rewrite_shuffled([*alone, *others])
    return len(alone)


def _rewrite_shuffled(responses: list[UUID]) -> None:
    """What holds answers that were sent is off for one statement, which changes nothing of them."""
    of_answers = _ANEW.format(table="assessments_answer", column="response_id", order="response_id, id")
    of_responses = _ANEW.format(table="assessments_response", column="id", order="id")
    with connection.cursor() as cursor:
        cursor.execute(_LAYING_DOWN, [LAYING_DOWN, "on"])
        cursor.execute(of_answers, [responses])
        cursor.execute(_LAYING_DOWN, [LAYING_DOWN, ""])
        cursor.execute(of_responses, [responses])
