"""Laying sealed answers down anew: the order in which PostgreSQL holds rows is the order in which people answered."""

import pgtrigger
from django.db import connection

from assessments.collection.models import Answer, Collection

# One statement a table: every row is taken up before the first is put down, under the same ids and in random order.
_ANEW = """
WITH taken AS (DELETE FROM {table} t WHERE {which} RETURNING t.*)
INSERT INTO {table} SELECT * FROM taken ORDER BY random()
"""


def shuffle(collection: Collection) -> None:
    """Write the collection's answers once more. Call in a transaction, when nobody can answer any more.

    Invitations keep when they were completed, so the places of answers (`ctid`) and their row versions (`xmin`) must
    not keep the same order. The triggers that hold what was sent are off for these two statements, which change
    nothing that was sent.
    """
    own = "t.response_id IN (SELECT r.id FROM assessments_response r WHERE r.collection_id = %s)"
    of_answers = _ANEW.format(table="assessments_answer", which=own)
    of_responses = _ANEW.format(table="assessments_response", which="t.collection_id = %s")
    with pgtrigger.ignore(f"{Answer._meta.label}:submitted_stands"), connection.cursor() as cursor:
        cursor.execute(of_answers, [collection.pk])
        cursor.execute(of_responses, [collection.pk])
