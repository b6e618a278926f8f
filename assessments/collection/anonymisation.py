"""The end of a confidential collection: its answers are laid down anew, by work begun again until it is done."""

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
from portal.jobs.claims import ClaimedJob
from portal.jobs.models import Job

SEAL = "collection.seal"
SEALING = _noop("Removing the last links between responses and invitations")
# Work that failed for good is begun anew, and operators have read of it meanwhile.
AGAIN_AFTER = timedelta(hours=1)


def finalise_anonymisation(
    collection: Collection, on_progress: Callable[[int], None] = lambda _laid: None
) -> None:
    """Where answers are cut, lay them down anew in a random order. Call after `services.end`; may run twice.

    Neither the database's own row versions, which would pair an answer with the link used up in the same transaction,
    nor the place of a row then tell anything. `told` hears for how many people it is done.
    """
    if collection.anonymises_responses and collection.anonymised_at is None:
        shuffle_all_responses(collection, on_progress)
        collection.anonymised_at = timezone.now()
        collection.save(update_fields=["anonymised_at", "updated_at"])


def start(collection: Collection, *, by: Actor) -> Job | None:
    """Seal it as a job; None where nothing has to be sealed."""
    if not collection.anonymises_responses or collection.anonymised_at is not None:
        return None
    return jobs.start(SEAL, key=f"collection:{collection.pk}", by=by, target=collection)


def run_anonymisation(job: ClaimedJob) -> None:
    """The work of `start`. May die at any line and run again: half-sealed is unsealed, so each run begins anew."""
    with transaction.atomic():
        collection = Collection.objects.select_for_update(no_key=True).get(pk=job.target.pk)
        end(collection)
    job.report_progress(done=0, total=collection.responses.count(), step=SEALING)
    finalise_anonymisation(collection, lambda laid: job.report_progress(done=laid))
    job.finish()


def start_due_anonymisation() -> int:
    """Beat's part: what ended some time ago and is not sealed, whatever stopped it. Returns how many were begun."""
    now = timezone.now()
    lately = Job.objects.filter(
        kind=SEAL, target_type=ContentType.objects.get_for_model(Collection), target_id=OuterRef("pk"),
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
    """Beat's part: drafts with a person that outlived the end of a collection in which answers are cut.

    Keeping a draft does not wait for the close, so one may be written while it ends; and nothing ends a collection
    to which nobody has sent anything. Returns how many went.
    """
    over = Collection.objects.filter(closes_at__lt=timezone.now() - AGAIN_AFTER)
    left = Response.objects.filter(
        invitation__collection__in=over.exclude(anonymity=Collection.Anonymity.NAMED),
        invitation__state=Invitation.State.STARTED,
        submitted_at=None,
    )
    return left.delete()[1].get(Response._meta.label, 0)
