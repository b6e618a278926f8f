"""Rewrite anonymised responses in random order, because PostgreSQL stores rows in the order of submission."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db import connection, transaction

from assessments.collection.models import LAYING_DOWN, Collection

AMONG = 1000  # anonymised responses among which new ones are mixed while a collection is open
BATCH = 250  # people whose responses are rewritten in one transaction, to keep the transaction small

# One statement per table: all rows are deleted before the first is inserted, under the same ids. The ids of
# anonymised responses are random, so sorting by id shows no order of people, and it keeps index writes
# local.
_RENUMBER = """
WITH taken AS (DELETE FROM {table} t WHERE t.{column} = ANY(%s) RETURNING t.*)
INSERT INTO {table} SELECT * FROM taken ORDER BY {order}
"""
_LAYING_DOWN = "SELECT set_config(%s, %s, true)"  # until the transaction ends, including when it fails
_ANONYMISED = """
SELECT id FROM assessments_response WHERE collection_id = %s AND submitted_at IS NOT NULL AND invitation_id IS NULL
"""
# Anonymised responses with a row version of their own: each was written in its invitation's transaction.
_ALONE = """
SELECT (array_agg(id))[1] FROM assessments_response
WHERE collection_id = %s AND submitted_at IS NOT NULL AND invitation_id IS NULL
GROUP BY xmin::text HAVING count(*) = 1
"""


def shuffle_all_responses(
    collection: Collection, on_progress: Callable[[int], None] = lambda _done: None
) -> None:
    """Rewrite all of the collection's responses in random order. Call when nobody can respond any more.

    Invitations store when they were completed, so the physical order (`ctid`) and the row versions (`xmin`) of
    responses must not have the same order. Each batch, a random set of people, is a transaction unless the
    caller has one open; an interrupted run loses nothing, and the next one starts from the beginning. `on_progress` is
    called inside the batch's transaction with the number of people done.
    """
    done = 0
    for batch in _batches(collection):
        with transaction.atomic(savepoint=False):
            _rewrite_shuffled(batch)
            done += len(batch)
            on_progress(done)


def _batches(collection: Collection) -> Iterator[list[UUID]]:
    last = UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"{_ANONYMISED} AND id > %s ORDER BY id LIMIT %s", [collection.pk, last, BATCH])
            batch = [row[0] for row in cursor.fetchall()]
        if not batch:
            return
        yield batch
        last = batch[-1]


def shuffle_recent_responses() -> int:
    """In each open collection, mix responses since the last run with earlier ones. Returns how many were mixed.

    Until then a response has the row version of its invitation, and a reader of the database could pair them. A
    collection's first response alone cannot be mixed.
    """
    return sum(
        _shuffle_recent(collection) for collection in Collection.objects.open().exclude(anonymity="named")
    )


@transaction.atomic
def _shuffle_recent(collection: Collection) -> int:
    # The lock that `submit` takes, so that no response is added in between.
    Collection.objects.select_for_update(no_key=True).get(pk=collection.pk)
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [collection.pk])
        alone = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            f"{_ANONYMISED} AND NOT id = ANY(%s) ORDER BY random() LIMIT %s", [collection.pk, alone, AMONG]
        )
        others = [row[0] for row in cursor.fetchall()]
    if not alone or len(alone) + len(others) < 2:
        return 0
    _rewrite_shuffled([*alone, *others])
    return len(alone)


def _rewrite_shuffled(responses: list[UUID]) -> None:
    """Rewrite the rows while the trigger that protects submitted responses is off; their content does not
    change.
    """
    of_answers = _RENUMBER.format(table="assessments_answer", column="response_id", order="response_id, id")
    of_responses = _RENUMBER.format(table="assessments_response", column="id", order="id")
    with connection.cursor() as cursor:
        cursor.execute(_LAYING_DOWN, [LAYING_DOWN, "on"])
        cursor.execute(of_answers, [responses])
        cursor.execute(_LAYING_DOWN, [LAYING_DOWN, ""])
        cursor.execute(of_responses, [responses])
