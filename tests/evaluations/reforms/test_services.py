from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from evaluations.reforms import services
from evaluations.reforms.errors import (
    ConfirmedError,
    NotDoneError,
    OwnStepError,
    ReasonNeededError,
    StageError,
)
from evaluations.reforms.models import ReformPlan
from portal.mail.models import OutgoingMail
from portal.search.models import SearchEntry
from programs.cohorts.models import CohortStaff
from tests.factories.participants import CourtFactory, UserFactory
from tests.factories.programs import EnrolmentFactory
from tests.factories.reforms import ReformPlanFactory, ReformStepFactory


def url(name, row):
    return reverse(f"evaluations:reforms:{name}", args=[row.public_id])


def test_nobody_confirms_their_own_step(db):
    step = ReformStepFactory()

    with pytest.raises(OwnStepError):
        services.confirm_step(step=step, by=step.plan.person.user)


def test_a_mentor_confirms_once_and_the_judge_gets_one_email(db):
    step = ReformStepFactory()
    mentor = step.plan.mentor.user

    services.confirm_step(step=step, by=mentor)
    services.confirm_step(step=step, by=mentor)

    step.refresh_from_db()
    assert step.confirmed_by == mentor
    emails = OutgoingMail.objects.filter(template="evaluations/step_confirmed")
    assert [email.to for email in emails] == [step.plan.person.user.email]


def test_a_step_not_reported_as_done_cannot_be_confirmed(db):
    step = ReformStepFactory(done_on=None)

    with pytest.raises(NotDoneError):
        services.confirm_step(step=step, by=step.plan.mentor.user)


def test_a_returned_step_shows_the_reason_and_is_open_again(client_of, db):
    step = ReformStepFactory()
    client_of(step.plan.mentor.user).post(url("return_step", step), {"reason": "The list has names in it."})

    page = client_of(step.plan.person.user).get(url("plan", step.plan)).content.decode()

    assert "The list has names in it." in page
    step.refresh_from_db()
    assert step.done_on is None


def test_a_private_plan_is_visible_to_the_judge_and_the_mentor_only(coordinator, administrator, db):
    private = ReformPlanFactory(visibility="private")
    shared = ReformPlanFactory(visibility="programme")

    assert set(ReformPlan.objects.visible_to(coordinator)) == {shared}
    assert set(ReformPlan.objects.visible_to(administrator)) == {shared}
    assert set(ReformPlan.objects.visible_to(private.person.user)) == {private}
    assert set(ReformPlan.objects.visible_to(private.mentor.user)) == {private}


def test_two_editors_the_second_sees_that_the_first_saved(client_of, db):
    plan = ReformPlanFactory()
    client = client_of(plan.person.user)
    form = {"court": plan.court.pk, "title": "First", "problem": "", "visibility": "programme", "revision": 1}
    client.post(url("edit", plan), form)

    response = client.post(url("edit", plan), {**form, "title": "Second"})

    plan.refresh_from_db()
    assert response.status_code == 422
    assert plan.title == "First"
    assert "Second" in response.content.decode()


def test_evidence_can_be_opened_by_those_who_may_see_the_plan(client_of, judge, db):
    step = ReformStepFactory(done_on=None, plan__visibility="private")
    pdf = SimpleUploadedFile("list.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    owner = client_of(step.plan.person.user)

    owner.post(url("report_step", step), {"done_on": "2026-01-05", "upload": pdf, "note": "January list"})

    file = step.evidence.get().file
    address = reverse("files:download", args=[file.public_id])
    for reader in (step.plan.person.user, step.plan.mentor.user):
        assert b"".join(client_of(reader).get(address)).startswith(b"%PDF")
    assert client_of(judge).get(address).status_code in (403, 404)


def test_reporting_a_step_saves_the_step_and_its_file_or_neither(db, monkeypatch):
    step = ReformStepFactory(done_on=None)
    upload = SimpleUploadedFile("order.pdf", b"%PDF-1.7 x %%EOF")
    monkeypatch.setattr(services.emails, "step_done", lambda _action: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        services.report_done(step=step, done_on=date(2026, 1, 5), upload=upload, by=step.plan.person.user)

    step.refresh_from_db()
    assert step.done_on is None
    assert not step.evidence.exists()


def test_a_plan_starts_with_the_mentor_of_its_cohort(coordinator):
    enrolment = EnrolmentFactory()
    mentor = CohortStaff.objects.create(cohort=enrolment.cohort, person=UserFactory().person, role="mentor")

    plan = services.create_plan(
        enrolment=enrolment, title="A date at filing", court=CourtFactory(), by=enrolment.person.user
    )

    assert (plan.person, plan.mentor, plan.stage) == (enrolment.person, mentor.person, "proposed")
    assert [change.stage for change in plan.stages.all()] == ["proposed"]
    assert SearchEntry.objects.get(target_id=plan.pk).title == plan.title


def test_nobody_is_their_own_mentor(coordinator):
    enrolment = EnrolmentFactory()
    CohortStaff.objects.create(cohort=enrolment.cohort, person=enrolment.person, role="mentor")

    plan = services.create_plan(enrolment=enrolment, title="Alone", court=CourtFactory(), by=coordinator)

    assert plan.mentor is None


def test_a_stage_is_entered_with_its_decision_and_not_left_backwards(coordinator):
    plan = ReformPlanFactory(stage="proposed")
    entry = {"entered_on": date(2026, 5, 1), "decision": "Minutes of May", "by": coordinator}

    services.change_stage(plan=plan, stage="endorsed", **entry)
    with pytest.raises(StageError):
        services.change_stage(plan=plan, stage="proposed", **entry)

    plan.refresh_from_db()
    assert plan.stage == "endorsed"
    assert plan.stages.get(stage="endorsed").decision == "Minutes of May"


def test_steps_are_added_at_the_end(coordinator):
    plan = ReformPlanFactory()

    steps = [
        services.add_step(plan=plan, title=title, due_on=date(2026, 9, 1), by=coordinator)
        for title in ("First", "Second")
    ]

    assert [(step.position, step.title) for step in steps] == [(0, "First"), (1, "Second")]


def test_a_confirmed_step_is_neither_returned_nor_reported_again(db):
    step = ReformStepFactory()
    mentor = step.plan.mentor.user
    services.confirm_step(step=step, by=mentor)

    with pytest.raises(ConfirmedError):
        services.return_step(step=step, reason="Too late", by=mentor)
    with pytest.raises(ConfirmedError):
        services.mark_done(step=step, done_on=date(2026, 5, 1), by=step.plan.person.user)


def test_a_step_is_returned_with_a_reason_and_not_by_the_judge(db):
    step = ReformStepFactory()

    with pytest.raises(OwnStepError):
        services.return_step(step=step, reason="Mine", by=step.plan.person.user)
    with pytest.raises(ReasonNeededError):
        services.return_step(step=step, reason="  ", by=step.plan.mentor.user)


@pytest.mark.parametrize(
    ("days", "done", "overdue"), [(-1, False, True), (0, False, False), (-1, True, False)]
)
def test_a_step_is_overdue_after_its_date_until_it_is_reported_as_done(client_of, db, days, done, overdue):
    today = timezone.localdate()
    step = ReformStepFactory(due_on=today + timedelta(days=days), done_on=today if done else None)

    page = client_of(step.plan.person.user).get(url("plan", step.plan)).content.decode()

    assert ("Overdue" in page) is overdue
