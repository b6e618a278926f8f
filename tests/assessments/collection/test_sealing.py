"""What ended in confidence is sealed, whatever stopped the work before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.collection import sealing, tasks
from assessments.collection.models import Answer, Collection
from assessments.needs import services
from portal.jobs.models import Job
from tests.factories import assessments as make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ended():
    """A confidential collection whose time was over two hours ago, with six answers."""
    assessment = make.open_assessment()
    for n in range(6):
        make.answer(assessment, ratings={"D1.1": (5 - n % 2, 2)})
    now = timezone.now()
    Collection.objects.update(opens_at=now - 9 * HOUR, closes_at=now - 2 * HOUR)
    return Collection.objects.get()


def state_of(answers):
    return sorted(answers.values_list("id", "response", "question", "number"))


def test_it_is_begun_once_and_keeps_every_answer(ended):
    before = state_of(Answer.objects)

    assert (sealing.seal_due(), sealing.seal_due()) == (1, 0)
    tasks.seal(Job.objects.get().pk)

    ended.refresh_from_db()
    assert ended.sealed_at
    assert Job.objects.get().state == "done"
    assert state_of(Answer.objects) == before
    assert sealing.start(ended, by=None) is None


def test_what_failed_is_begun_again_an_hour_later(ended):
    sealing.seal_due()
    Job.objects.update(state="failed", ended_at=timezone.now())
    assert sealing.seal_due() == 0

    Job.objects.update(created_at=timezone.now() - 2 * HOUR)

    assert sealing.seal_due() == 1
    assert Job.objects.filter(state="queued").count() == 1


@pytest.mark.parametrize(
    "fields", [{"anonymity": "named"}, {"closes_at": timezone.now() + 9 * HOUR}], ids=["personal", "open"]
)
def test_nothing_is_begun_where_nothing_is_to_be_sealed(ended, fields):
    Collection.objects.update(**fields)

    assert sealing.seal_due() == 0
    assert not Job.objects.exists()


def test_a_small_assessment_is_sealed_with_its_closing(coordinator):
    assessment = make.open_assessment()
    for _n in range(5):
        make.answer(assessment, ratings={"D1.1": (5, 2)})

    services.close_assessment(assessment=assessment, by=coordinator)

    assert Collection.objects.get().sealed_at
    assert not Job.objects.exists()
