"""Closed confidential collections are anonymised, even after interruptions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.collection import anonymisation, tasks
from assessments.collection import services as collecting
from assessments.collection.models import Answer, Collection, Response
from assessments.needs import services
from portal.jobs.models import Job
from tests.factories import assessments as make
from tests.racing import two_at_once

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ended():
    """A confidential collection that ended two hours ago, with six responses."""
    assessment = make.open_assessment()
    for n in range(6):
        make.answer(assessment, ratings={"D1.1": (5 - n % 2, 2)})
    now = timezone.now()
    Collection.objects.update(opens_at=now - 9 * HOUR, closes_at=now - 2 * HOUR)
    return Collection.objects.get()


def state_of(answers):
    return sorted(answers.values_list("id", "response", "question", "number"))


def test_anonymisation_starts_once_and_keeps_every_response(ended):
    before = state_of(Answer.objects)

    assert (anonymisation.start_due_anonymisation(), anonymisation.start_due_anonymisation()) == (1, 0)
    tasks.finalise_anonymisation(Job.objects.get().pk)

    ended.refresh_from_db()
    assert ended.anonymised_at
    assert Job.objects.get().state == "done"
    assert state_of(Answer.objects) == before
    assert anonymisation.start(ended, by=None) is None


def test_a_failed_job_is_restarted_after_an_hour(ended):
    anonymisation.start_due_anonymisation()
    Job.objects.update(state="failed", ended_at=timezone.now())
    assert anonymisation.start_due_anonymisation() == 0

    Job.objects.update(created_at=timezone.now() - 2 * HOUR)

    assert anonymisation.start_due_anonymisation() == 1
    assert Job.objects.filter(state="queued").count() == 1


@pytest.mark.parametrize(
    "fields", [{"anonymity": "named"}, {"closes_at": timezone.now() + 9 * HOUR}], ids=["personal", "open"]
)
def test_nothing_starts_without_responses_to_anonymise(ended, fields):
    Collection.objects.update(**fields)

    assert anonymisation.start_due_anonymisation() == 0
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_draft_saved_during_closing_is_deleted_too(monkeypatch):
    assessment = make.open_assessment()
    invitation, write = make.invitation(assessment), collecting._write

    def close_meanwhile(*arguments):
        two_at_once(lambda: services.close_assessment(assessment=assessment, by=None))
        return write(*arguments)

    monkeypatch.setattr(collecting, "_write", close_meanwhile)
    values = {("importance-d1.1", 0): "5", ("ability-d1.1", 0): "1"}
    collecting.save_draft(invitation=invitation, page=1, language="en", values=values)
    assert Answer.objects.filter(response__invitation=invitation).count() == 2  # what could leak
    assert (
        anonymisation.delete_identifiable_drafts() == 0
    )  # a respondent with an open page sees that it is closed

    Collection.objects.update(opens_at=timezone.now() - 9 * HOUR, closes_at=timezone.now() - 2 * HOUR)
    tasks.start_due_anonymisation()

    assert not Answer.objects.exists()
    assert not Response.objects.exists()


@pytest.mark.parametrize("fields", [{"anonymity": "named"}, {"closes_at": timezone.now() + 9 * HOUR}])
def test_drafts_of_named_and_of_open_collections_stay(fields):
    invitation = make.invitation(make.open_assessment())
    collecting.save_draft(invitation=invitation, page=1, language="en", values={("importance-d1.1", 0): "5"})
    ended = {"opens_at": timezone.now() - 9 * HOUR, "closes_at": timezone.now() - 2 * HOUR}
    Collection.objects.update(**{**ended, **fields})

    assert anonymisation.delete_identifiable_drafts() == 0
    assert Response.objects.filter(invitation=invitation).exists()


def test_a_small_assessment_is_anonymised_when_it_closes(coordinator):
    assessment = make.open_assessment()
    for _n in range(5):
        make.answer(assessment, ratings={"D1.1": (5, 2)})

    services.close_assessment(assessment=assessment, by=coordinator)

    assert Collection.objects.get().anonymised_at
    assert not Job.objects.exists()
