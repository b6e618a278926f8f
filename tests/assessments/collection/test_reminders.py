"""Automatic reminders: on the planned days, only to people who have not responded, never twice or too often."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assessments.collection import delegation, invitations, reminders
from assessments.collection import services as collecting
from assessments.collection.errors import CollectionClosedError
from assessments.collection.outreach_models import PlannedReminder, ReminderPlan
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from tests.factories import assessments as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_one():
    """Open for 30 days; one person was invited an hour ago."""
    assessment = make.draft_assessment()
    make.invitation(assessment, email="anna@court.example")
    from assessments.needs import services

    return services.open_assessment(assessment=assessment, by=None)


def plan(assessment, days=(7, 2), gap=3):
    reminders.plan(collection=assessment.collection, days_before=days, gap_days=gap, by=None)


def run_when(assessment, *, days_before):
    with time_machine.travel(
        assessment.collection.closes_at - timedelta(days=days_before) + timedelta(hours=1)
    ):
        return reminders.remind_due()


def reminded():
    return sorted(OutgoingMail.objects.filter(template="assessments/reminder").values_list("to", flat=True))


def test_each_planned_day_sends_one_email_even_if_run_twice(open_one):
    plan(open_one)

    assert run_when(open_one, days_before=10) == 0
    assert run_when(open_one, days_before=7) == 1
    assert run_when(open_one, days_before=7) == 0
    assert run_when(open_one, days_before=5) == 0
    assert run_when(open_one, days_before=2) == 1
    assert run_when(open_one, days_before=2) == 0
    assert reminded() == ["anna@court.example"] * 2


def test_only_those_who_have_not_answered_are_reminded(open_one):
    answered, declined, came_back, passed_on = (
        make.invitation(open_one, email=f"{name}@court.example")
        for name in ("answered", "declined", "bounced", "passed")
    )
    make.answer(open_one, invited=answered, ratings={"D1.1": (5, 1)})
    collecting.decline(invitation=declined)
    came_back.state = "bounced"
    came_back.save()
    make.invitation(open_one, email="unsent@court.example", invited_at=None)
    delegation.delegate(invitation=passed_on, name="Bo", email="bo@court.example", language="en")
    plan(open_one, days=(7,))

    run_when(open_one, days_before=7)

    assert reminded() == ["anna@court.example", "bo@court.example"]


def test_nobody_gets_two_emails_within_the_gap(open_one):
    plan(open_one, days=(7, 6, 2), gap=3)

    sent = [run_when(open_one, days_before=days) for days in (7, 6, 2)]

    assert sent == [1, 0, 1]


def test_a_manual_reminder_counts_too(open_one):
    plan(open_one, days=(7,), gap=3)
    with time_machine.travel(open_one.collection.closes_at - timedelta(days=8)):
        invitations.remind(collection=open_one.collection, by=None)

    assert run_when(open_one, days_before=7) == 0


def test_past_days_of_a_new_plan_send_nothing(open_one):
    with time_machine.travel(open_one.collection.closes_at - timedelta(days=4)):
        plan(open_one)
        assert reminders.remind_due() == 0

    assert run_when(open_one, days_before=2) == 1


def test_two_days_missed_in_an_outage_send_one_email(open_one):
    plan(open_one)

    assert run_when(open_one, days_before=1) == 1
    assert PlannedReminder.objects.filter(is_done=True).count() == 2


def test_changing_the_closing_time_moves_the_reminders(open_one):
    plan(open_one, days=(7,))
    run_when(open_one, days_before=7)
    invitations.change_closing_time(
        collection=open_one.collection, closes_at=open_one.collection.closes_at + timedelta(days=20), by=None
    )
    open_one.collection.refresh_from_db()

    assert run_when(open_one, days_before=7) == 1


def test_an_interrupted_run_resumes_without_duplicate_emails(open_one):
    for n in range(5):
        make.invitation(open_one, email=f"person{n}@court.example")
    plan(open_one, days=(7,))
    run_when(open_one, days_before=7)
    PlannedReminder.objects.update(is_done=False)  # the state that an interrupted worker leaves
    late = open_one.collection.invitations.get(email="person4@court.example")
    late.reminded_at = None
    late.save()

    assert run_when(open_one, days_before=7) == 1
    assert reminded().count("person0@court.example") == 1


def test_more_than_fifty_emails_are_sent_by_a_job(open_one):
    for n in range(50):
        make.invitation(open_one, email=f"person{n}@court.example")
    plan(open_one, days=(7,))

    assert run_when(open_one, days_before=7) == 51
    assert run_when(open_one, days_before=7) == 0
    assert Job.objects.filter(kind=invitations.REMIND).count() == 1


def test_after_the_close_nobody_is_reminded(open_one):
    plan(open_one)

    assert run_when(open_one, days_before=0) == 0
    with (
        time_machine.travel(open_one.collection.closes_at + timedelta(days=1)),
        pytest.raises(CollectionClosedError),
    ):
        plan(open_one)


def test_coordinator_plans_on_the_page_and_sees_when(open_one, coordinator, client_of):
    address = reverse("assessments:needs:reminders", args=[open_one.public_id])
    client = client_of(coordinator)

    wrong = client.post(address, {"days_before": "seven", "gap_days": "3"})
    client.post(address, {"days_before": "2, 7; 7", "gap_days": "4"})

    assert wrong.status_code == 422
    assert "seven" in wrong.content.decode()
    assert ReminderPlan.objects.get().days_before == [7, 2]
    assert len(client.get(address).context["coming"]) == 2
    client.post(address, {"days_before": "", "gap_days": "4"})
    assert not ReminderPlan.objects.exists()


def test_readers_cannot_plan_reminders(open_one, evaluator, client_of):
    address = reverse("assessments:needs:reminders", args=[open_one.public_id])

    assert client_of(evaluator).post(address, {"days_before": "7", "gap_days": "3"}).status_code == 403
    assert not ReminderPlan.objects.exists()
