"""A round's planned reminder: sent once to those who have not finished, despite interruptions and repeated runs."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from assessments.consensus import emails, services, votes
from assessments.consensus.errors import NotReadyError
from assessments.consensus.models import ConsensusRound
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from tests.factories import consensus as run
from tests.racing import two_at_once
from tests.responses import error_codes

pytestmark = pytest.mark.django_db


def opened(*, people=6, remind_in=3):
    panel = run.panel(people=people, statements=1)
    now = timezone.now()
    round_, _job = services.open_round(
        panel=panel, closes_at=now + timedelta(days=7), remind_at=now + timedelta(days=remind_in), by=None
    )
    emails.send_invitations(round_)
    return round_


def reminded():
    sent = OutgoingMail.objects.filter(template="assessments/consensus_reminder")
    return sorted(sent.values_list("to", flat=True))


def beat_on_day(days):
    with time_machine.travel(timezone.now() + timedelta(days=days, hours=1)):
        return emails.remind_due()


def test_the_reminder_is_sent_once_to_those_who_have_not_finished():
    round_ = opened()
    through, *others = round_.participations.select_related("panelist")
    run.vote(through, "5")
    votes.finish(participation=through)

    sent = [beat_on_day(days) for days in (2, 3, 3, 5)]

    assert sent == [0, 5, 0, 0]
    assert reminded() == sorted(participation.panelist.email for participation in others)


def test_an_interrupted_run_resumes_without_duplicate_emails():
    round_ = opened()
    beat_on_day(3)
    ConsensusRound.objects.update(reminder_done_at=None)  # the state that an interrupted worker leaves
    late = round_.participations.select_related("panelist").last()
    late.reminded_at = None
    late.save()
    OutgoingMail.objects.filter(to=late.panelist.email, template="assessments/consensus_reminder").delete()

    assert beat_on_day(3) == 1
    assert len(reminded()) == len(set(reminded())) == 6


@pytest.mark.django_db(transaction=True)
def test_concurrent_runs_send_one_email_each():
    round_ = opened()
    ConsensusRound.objects.update(opened_at=timezone.now() - timedelta(days=2))
    ConsensusRound.objects.filter(pk=round_.pk).update(remind_at=timezone.now() - timedelta(hours=1))

    outcomes = two_at_once(emails.remind_due, emails.remind_due)

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert len(reminded()) == len(set(reminded())) == 6


def test_people_reminded_manually_get_no_second_email():
    round_ = opened()
    emails.remind(round_=round_, by=None)

    beat_on_day(3)

    assert len(reminded()) == 6


def test_more_than_fifty_are_sent_by_a_job_that_is_started_once():
    opened(people=51)

    assert [beat_on_day(3), beat_on_day(3)] == [51, 0]
    assert Job.objects.filter(kind=emails.REMIND).count() == 1


def test_a_closed_round_and_one_without_a_plan_remind_nobody():
    round_ = opened()
    run.open_round(run.panel(statements=1))
    services.close_round(round_=round_, by=None)

    assert beat_on_day(3) == 0
    assert reminded() == []


def test_the_reminder_is_set_with_the_round_and_shown_on_the_panel(coordinator, client_of):
    panel, client = run.panel(statements=1), client_of(coordinator)
    address = reverse("assessments:consensus:open_round", args=[panel.public_id])
    close, before = ((timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M") for days in (7, 4))
    after = (timezone.now() + timedelta(days=8)).strftime("%Y-%m-%dT%H:%M")

    refused = client.post(address, {"closes_at": close, "remind_at": after})
    client.post(address, {"closes_at": close, "remind_at": before})

    assert refused.status_code == 422
    assert after in refused.content.decode()
    assert error_codes(refused) == {"remind_at": [NotReadyError.code]}
    assert ConsensusRound.objects.get().remind_at.strftime("%Y-%m-%dT%H:%M") == before


def test_the_database_rejects_a_reminder_after_closing():
    round_ = opened()

    with pytest.raises(IntegrityError):
        ConsensusRound.objects.update(remind_at=round_.closes_at + timedelta(days=1))
