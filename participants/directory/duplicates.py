"""Finding pairs of people and organisations that may be the same, as a job that runs every night and on request."""

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from participants.accounts.models import User
from participants.directory.models import PossibleDuplicate, Register
from portal.jobs import services as jobs
from portal.jobs.leases import ClaimedJob
from portal.jobs.models import Job

FIND = "directory.duplicates"
BATCH = 500  # records whose neighbours are looked up in one transaction

# Each record of a batch looks for later records with a similar name, by the index of trigrams, in its jurisdiction.
_PEOPLE = """
SELECT 'person', one.id, near.id, similarity(one.name_folded, near.name_folded) FROM (
    SELECT id, name_folded, jurisdiction_id FROM participants_person
    WHERE id > %(after)s AND archived_at IS NULL ORDER BY id LIMIT %(batch)s
) one JOIN participants_person near ON near.name_folded %% one.name_folded AND near.id > one.id
    AND near.archived_at IS NULL AND near.jurisdiction_id IS NOT DISTINCT FROM one.jurisdiction_id
"""
_ORGANISATIONS = """
SELECT 'organisation', one.id, near.id, similarity(one.name_folded, near.name_folded) FROM (
    SELECT id, name_folded, jurisdiction_id, kind FROM participants_organisation
    WHERE id > %(after)s AND archived_at IS NULL ORDER BY id LIMIT %(batch)s
) one JOIN participants_organisation near ON near.name_folded %% one.name_folded AND near.id > one.id
    AND near.archived_at IS NULL AND near.kind = one.kind
    AND near.jurisdiction_id IS NOT DISTINCT FROM one.jurisdiction_id
"""
# Names of courts share most of their words, so that they must be more similar than names of people.
SEARCHES = {
    Register.PERSON: ("participants_person", _PEOPLE, 0.6),
    Register.ORGANISATION: ("participants_organisation", _ORGANISATIONS, 0.75),
}
_INSERT = """
INSERT INTO participants_possibleduplicate
    (public_id, created_at, updated_at, register, first_id, second_id, similarity)
SELECT gen_random_uuid(), now(), now(), f.* FROM ({pairs}) AS f
ON CONFLICT (register, first_id, second_id) DO UPDATE SET similarity = excluded.similarity, updated_at = now()
"""


def start(*, by: User | None) -> Job:
    """Look for duplicates; one search at a time."""
    return jobs.start(FIND, key="duplicates", by=by)


def run(job: ClaimedJob) -> None:
    """Search in batches, each with its progress in one transaction; after a crash it continues at the next batch."""
    by = job.requested_by
    with override(by.language if by else None):
        job.report_progress(total=_total(), step=_("Comparing names"))
        skip = job.row.done
        for register in SEARCHES:
            skip = _search(job, register, skip)
    job.finish(url=reverse("participants:directory:duplicates"))


def _total() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM participants_person WHERE archived_at IS NULL)"
            " + (SELECT count(*) FROM participants_organisation WHERE archived_at IS NULL)"
        )
        return int(cursor.fetchone()[0])


def _search(job: ClaimedJob, register: str, skip: int) -> int:
    """Compare the records of a register; `skip` counts records that an earlier attempt has compared."""
    table, pairs, similarity = SEARCHES[Register(register)]
    after = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT max(id), count(*) FROM (SELECT id FROM {table} WHERE id > %s AND archived_at IS NULL"  # noqa: S608  # our tables
                " ORDER BY id LIMIT %s) AS b",
                [after, BATCH],
            )
            last, number = cursor.fetchone()
            if not number:
                return skip
            if skip >= number:
                skip -= number
            else:
                cursor.execute(
                    "SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(similarity)]
                )
                cursor.execute(_INSERT.format(pairs=pairs), {"after": after, "batch": BATCH})
                job.row.done += number
                job.report_progress(done=job.row.done)
            after = last


def dismiss(*, pair: PossibleDuplicate, by: User) -> None:
    """The two are different; the pair is not shown again."""
    PossibleDuplicate.objects.filter(pk=pair.pk, dismissed_at=None).update(
        dismissed_at=timezone.now(), dismissed_by=by
    )
