"""Jobs survive killed workers and lost messages: each item is done once, and every job ends."""

import pytest
import redis
from django.contrib.auth import get_user_model
from django.utils import timezone

from portal.jobs import services
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from tests.harness import wait_until
from tests.worker.tasks import KIND

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    return get_user_model().objects.create_user("owner@court.example")


def progress(job: Job) -> int:
    return Job.objects.get(pk=job.pk).done


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def keys_written() -> list[str]:
    return list(OutgoingMail.objects.filter(key__startswith="batch:").values_list("key", flat=True))


def resume_until_done(job: Job) -> None:
    def look() -> bool:
        services.resume_stale()  # a scheduled task does this every few seconds
        return state(job) == "done"

    wait_until(look, seconds=60, what="the end of the job")


def test_a_worker_killed_in_the_middle_leaves_each_item_done_exactly_once(celery_worker_process, owner):
    job = services.start(KIND, key="batch", by=owner, params={"total": 200, "pause": 0.05})
    wait_until(lambda: progress(job) >= 40, what="forty items")

    celery_worker_process.kill()
    after_the_blow = progress(job)
    assert after_the_blow < 200
    celery_worker_process.start()
    resume_until_done(job)

    written = keys_written()
    assert sorted(written) == sorted(f"batch:{number}" for number in range(200))
    assert Job.objects.get(pk=job.pk).attempts >= 1


def test_a_job_whose_message_was_lost_with_the_broker_is_done_all_the_same(
    celery_worker_process, owner, settings
):
    celery_worker_process.kill()
    job = services.start(KIND, key="batch", by=owner, params={"total": 20})
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()
    Job.objects.filter(pk=job.pk).update(sent_at=timezone.now() - timezone.timedelta(minutes=5))
    celery_worker_process.start()
    assert state(job) == "queued"

    resume_until_done(job)

    assert len(keys_written()) == 20


def test_the_same_job_sent_three_times_is_done_once(celery_worker_process, owner):
    from portal import celery

    job = services.start(KIND, key="batch", by=owner, params={"total": 30, "pause": 0.02})
    for _ in range(3):
        celery.app.send_task("tests.letters", args=[job.pk], queue="documents")

    wait_until(lambda: state(job) == "done", what="the end")

    assert len(keys_written()) == 30
    assert Job.objects.get(pk=job.pk).attempts == 1


def test_a_cancelled_job_stops_at_its_next_step_and_finished_items_remain(celery_worker_process, owner):
    job = services.start(KIND, key="batch", by=owner, params={"total": 400, "pause": 0.05})
    wait_until(lambda: progress(job) >= 10, what="ten items")

    services.cancel(job, by=owner)
    wait_until(lambda: state(job) == "cancelled", what="the end")

    ended = Job.objects.get(pk=job.pk)
    assert 10 <= ended.done < 400
    assert len(keys_written()) == ended.done


def test_a_failed_job_shows_a_reason_to_users_and_details_to_operators(celery_worker_process, owner):
    refused = services.start(KIND, key="refused", by=owner, params={"total": 1, "fail": True})
    broken = services.start(KIND, key="broken", by=owner, params={"total": 1, "break": True})

    wait_until(lambda: {state(refused), state(broken)} == {"failed"}, what="both ends")

    assert Job.objects.get(pk=refused.pk).error_for_people == "The list of judges is empty."
    ended = Job.objects.get(pk=broken.pk)
    assert "secret" not in ended.error_for_people
    assert "a bug with a secret in it" in ended.error_for_operators
    assert {notice.text for notice in owner.notices.all()} == {"Failed: Write letters"}
