"""Removes what links an anonymous response to the person: row versions, the order of rows, and drafts.

PostgreSQL stores rows in the order of submission, and with the transaction (`xmin`) that changed the invitation too.
While a collection is open, `shuffle_recent_responses` mixes new responses with earlier ones. After the close a
restartable job, `start`, rewrites all of them. `rewrite_rows` is the statement behind both; panel votes use it as well.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_noop as _noop

from assessments.collection.models import REWRITES_RESPONSES, Collection, Invitation, Response
from assessments.collection.services import end
from portal.access.users import Actor
from portal.jobs import services as jobs
from portal.jobs.leases import ClaimedJob
from portal.jobs.models import Job

MIXED_WITH = 1000  # anonymised responses with which new ones are mixed while a collection is open
BATCH = 250  # people whose responses are rewritten in one transaction, to keep the transaction small

# All rows are deleted before the first is inserted, under the same ids and in one row version.
_REWRITE = """
WITH taken AS (DELETE FROM {table} t WHERE {condition} RETURNING t.*)
INSERT INTO {table} SELECT * FROM taken ORDER BY {order}
"""
_SET_CONFIG = "SELECT set_config(%s, %s, true)"  # until the transaction ends, including when it fails
_ANONYMISED = """
SELECT id FROM assessments_response WHERE collection_id = %s AND submitted_at IS NOT NULL AND invitation_id IS NULL
"""
# Anonymised responses with a row version of their own: each was written in its invitation's transaction.
_UNMIXED = """
SELECT (array_agg(id))[1] FROM assessments_response
WHERE collection_id = %s AND submitted_at IS NOT NULL AND invitation_id IS NULL
GROUP BY xmin::text HAVING count(*) = 1
"""

ANONYMISE = "collection.anonymise"
REMOVING_LINKS = _noop("Removing the last links between responses and invitations")
# A job that failed for good is started again after this time; operators have been notified in the meantime.
RESTART_AFTER = timedelta(hours=1)


def finalise_anonymisation(
    collection: Collection, on_progress: Callable[[int], None] = lambda _done: None
) -> None:
    """Rewrite anonymised responses in random order. Call after `services.end`; may run twice.

    Otherwise PostgreSQL's row versions (`xmin`), which pair a response with the invitation updated in the same
    transaction, or the physical order of rows could reveal who responded. `on_progress` is called with the number of
    people done.
    """
    if collection.anonymises_responses and collection.anonymised_at is None:
        shuffle_all_responses(collection, on_progress)
        collection.anonymised_at = timezone.now()
        collection.save(update_fields=["anonymised_at", "updated_at"])


def start(collection: Collection, *, by: Actor) -> Job | None:
    """Start `finalise_anonymisation` as a job; None when there is nothing to anonymise."""
    if not collection.anonymises_responses or collection.anonymised_at is not None:
        return None
    return jobs.start(ANONYMISE, key=f"collection:{collection.pk}", by=by, target=collection)


def run_anonymisation(job: ClaimedJob) -> None:
    """The job of `start`. It can be interrupted anywhere and run again from the beginning."""
    with transaction.atomic():
        collection = Collection.objects.select_for_update(no_key=True).get(pk=job.target.pk)
        end(collection)
    job.report_progress(done=0, total=collection.responses.count(), step=REMOVING_LINKS)
    finalise_anonymisation(collection, lambda done: job.report_progress(done=done))
    job.finish()


def start_due_anonymisation() -> int:
    """Scheduled: start the job for collections that ended some time ago without it. Returns how many were
    started.
    """
    now = timezone.now()
    recent_jobs = Job.objects.filter(
        kind=ANONYMISE, target_type=ContentType.objects.get_for_model(Collection), target_id=OuterRef("pk"),
        created_at__gt=now - RESTART_AFTER,
    )  # fmt: skip
    due = (
        Collection.objects.filter(anonymised_at=None, closes_at__lt=now - RESTART_AFTER)
        .exclude(anonymity=Collection.Anonymity.NAMED)
        .filter(responses__submitted_at__isnull=False)
        .exclude(Exists(recent_jobs))
        .distinct()
    )
    return len([start(collection, by=None) for collection in due])


def delete_identifiable_drafts() -> int:
    """Scheduled: delete identifiable drafts that remain after an anonymous collection has ended.

    `save_draft` does not wait for the closing lock, so a draft can be saved while the collection ends; and
    nothing ends a collection without submitted responses. Returns how many were deleted.
    """
    ended = Collection.objects.filter(closes_at__lt=timezone.now() - RESTART_AFTER)
    drafts = Response.objects.filter(
        invitation__collection__in=ended.exclude(anonymity=Collection.Anonymity.NAMED),
        invitation__state=Invitation.State.STARTED,
        submitted_at=None,
    )
    return drafts.delete()[1].get(Response._meta.label, 0)


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
        cursor.execute(_UNMIXED, [collection.pk])
        unmixed = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            f"{_ANONYMISED} AND NOT id = ANY(%s) ORDER BY random() LIMIT %s",
            [collection.pk, unmixed, MIXED_WITH],
        )
        others = [row[0] for row in cursor.fetchall()]
    if not unmixed or len(unmixed) + len(others) < 2:
        return 0
    _rewrite_shuffled([*unmixed, *others])
    return len(unmixed)


def _rewrite_shuffled(responses: list[UUID]) -> None:
    """Rewrite the rows while the trigger that protects submitted responses is off; their content does not
    change.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SET_CONFIG, [REWRITES_RESPONSES, "on"])
    # The ids of anonymised responses are random, so sorting by id shows no order of people, and it keeps index
    # writes local.
    rewrite_rows("assessments_answer", "t.response_id = ANY(%s)", params=[responses], order="response_id, id")
    with connection.cursor() as cursor:
        cursor.execute(_SET_CONFIG, [REWRITES_RESPONSES, ""])
    rewrite_rows("assessments_response", "t.id = ANY(%s)", params=[responses], order="id")


def rewrite_rows(table: str, condition: str, *, params: list[Any], order: str) -> None:
    """Delete the rows that meet `condition` (SQL over the alias t) and insert them again in another order."""
    with connection.cursor() as cursor:
        cursor.execute(_REWRITE.format(table=table, condition=condition, order=order), params)
