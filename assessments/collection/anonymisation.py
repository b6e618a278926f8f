"""Finalise the anonymisation of a closed collection: rewrite its responses in random order, in a restartable
job.
"""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_noop as _noop

from assessments.collection.models import Collection, Invitation, Response
from assessments.collection.services import end
from assessments.collection.shuffling import shuffle_all_responses
from portal.access.users import Actor
from portal.jobs import services as jobs
from portal.jobs.leases import ClaimedJob
from portal.jobs.models import Job

ANONYMISE = "collection.anonymise"
REMOVING_LINKS = _noop("Removing the last links between responses and invitations")
# A job that failed for good is started again after this time; operators have been notified in the meantime.
AGAIN_AFTER = timedelta(hours=1)


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
    lately = Job.objects.filter(
        kind=ANONYMISE, target_type=ContentType.objects.get_for_model(Collection), target_id=OuterRef("pk"),
        created_at__gt=now - AGAIN_AFTER,
    )  # fmt: skip
    due = (
        Collection.objects.filter(anonymised_at=None, closes_at__lt=now - AGAIN_AFTER)
        .exclude(anonymity=Collection.Anonymity.NAMED)
        .filter(responses__submitted_at__isnull=False)
        .exclude(Exists(lately))
        .distinct()
    )
    return len([start(collection, by=None) for collection in due])


def forget_drafts() -> int:
    """Scheduled: delete identifiable drafts that remain after an anonymous collection has ended.

    `save_draft` does not wait for the closing lock, so a draft can be saved while the collection ends; and
    nothing ends a collection without submitted responses. Returns how many were deleted.
    """
    over = Collection.objects.filter(closes_at__lt=timezone.now() - AGAIN_AFTER)
    left = Response.objects.filter(
        invitation__collection__in=over.exclude(anonymity=Collection.Anonymity.NAMED),
        invitation__state=Invitation.State.STARTED,
        submitted_at=None,
    )
    return left.delete()[1].get(Response._meta.label, 0)
