"""Opening a cohort with its checklist, sharing, duplicating, cancelling and removing it."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
import segno
from django.urls import reverse
from django.utils import timezone

from portal.access.delete_guards import InUseError
from portal.mail.models import OutgoingMail
from portal.search.models import SearchEntry
from programs.cohorts import lifecycle, setup
from programs.cohorts.duplication import duplicate_cohort
from programs.cohorts.models import Cohort, CohortStaff, Quota
from programs.completion.models import CompletionCriteria
from programs.programmes import services as programmes
from programs.programmes.models import Programme
from programs.sessions import services as sessions
from programs.sessions.attendance import Entry, record_attendance
from programs.sessions.models import Session, SessionFaculty
from tests.factories.participants import JurisdictionFactory, OrganisationFactory, PersonFactory
from tests.factories.programs import (
    CohortApplicationFactory,
    CohortFactory,
    EditionFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    SessionFactory,
)
from tests.responses import message_levels

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(f"programs:cohorts:{name}", args=[row.public_id])


APPROVED = {"state": "retired", "approved_on": date(2026, 1, 1)}


@pytest.fixture
def draft(db):
    """A draft with everything that is required to open it."""
    edition = EditionFactory(**APPROVED, contact_hours=12, approved_by=OrganisationFactory())
    return CohortFactory(state="draft", edition=edition)


def missing(cohort):
    return {item.code for item in lifecycle.checklist(cohort) if not item.is_done and item.is_required}


def test_a_draft_is_opened_and_then_found_in_the_public_catalogue(draft, coordinator, client_of, client):
    before = client.get(url("cohort", draft))

    client_of(coordinator).post(url("open", draft))

    catalogue = client.get(reverse("programs:cohorts:catalogue"))
    page = client.get(url("cohort", draft))
    assert before.status_code == 302  # to the sign-in page
    assert [entry.cohort for entry, _state in catalogue.context["rows"]] == [draft]
    assert (page.status_code, page.context["cohort"]) == (200, draft)
    assert client.get(url("apply", draft)).status_code == 302


@pytest.mark.parametrize(
    ("code", "change"),
    [
        (
            "deadline",
            {"closes_at": datetime(2026, 1, 2, tzinfo=UTC), "opens_at": datetime(2026, 1, 1, tzinfo=UTC)},
        ),
        ("programme", {"programme__state": "design"}),
        ("edition", {"edition__state": "draft"}),
        ("hours", {"edition__contact_hours": 0}),
    ],
)
def test_a_cohort_cannot_be_opened_while_something_required_is_missing(coordinator, client_of, code, change):
    fields = {"state": "draft", "edition__contact_hours": 12, **change}
    if code != "edition":
        fields |= {f"edition__{name}": value for name, value in APPROVED.items()}
        fields["edition__approved_by"] = OrganisationFactory()
    cohort = CohortFactory(**fields)

    page = client_of(coordinator).get(url("open", cohort))
    response = client_of(coordinator).post(url("open", cohort), follow=True)

    cohort.refresh_from_db()
    assert missing(cohort) == {code}
    assert not page.context["is_ready"]
    assert (cohort.state, message_levels(response)) == ("draft", ["error"])


def test_opening_twice_is_harmless_and_a_completed_cohort_is_not_opened_again(draft, coordinator):
    for _ in range(2):
        assert lifecycle.open_cohort(cohort=draft, by=coordinator).state == "open"
    Cohort.objects.update(state="completed")

    with pytest.raises(lifecycle.WrongStateError):
        lifecycle.open_cohort(cohort=draft, by=coordinator)


def test_a_cohort_is_completed_after_its_last_day_in_its_own_time_zone(coordinator):
    today = timezone.localdate(timezone=zoneinfo.ZoneInfo("Pacific/Fiji"))
    cohort = CohortFactory(state="running", starts=date(2026, 1, 1), ends=today + timedelta(days=1))
    with pytest.raises(lifecycle.NotOverError):
        lifecycle.complete_cohort(cohort=cohort, by=coordinator)
    Cohort.objects.update(ends=today)

    assert lifecycle.complete_cohort(cohort=cohort, by=coordinator).state == "completed"


@pytest.mark.parametrize(
    ("opens", "closes", "label"),
    [(-2, 2, "Open for applications"), (1, 2, "Opens later"), (-2, -1, "Applications closed")],
)
def test_the_status_follows_the_dates_of_application(opens, closes, label):
    now = timezone.now()

    cohort = CohortFactory(opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes))

    assert cohort.status_label == label


def test_the_page_to_share_has_the_link_and_the_code_as_files(coordinator, client_of):
    cohort = CohortFactory()
    client = client_of(coordinator)

    page = client.get(url("share", cohort))
    svg = client.get(reverse("programs:cohorts:qr_code", args=[cohort.public_id, "svg"]))
    png = client.get(reverse("programs:cohorts:qr_code", args=[cohort.public_id, "png"]))
    other = client.get(reverse("programs:cohorts:qr_code", args=[cohort.public_id, "exe"]))

    assert page.context["address"].endswith(url("cohort", cohort))
    assert page.context["is_public"]
    assert svg.content.startswith(b"<svg")
    assert png.content.startswith(b"\x89PNG")
    assert other.status_code == 404
    assert segno.make(page.context["address"]).error == "M"  # the address fits a readable code


def test_a_duplicate_keeps_the_time_of_the_clock_across_daylight_saving(coordinator):
    cohort = CohortFactory(
        timezone="Europe/Paris", starts=date(2026, 3, 2), ends=date(2026, 3, 20), state="completed",
        opens_at=datetime(2026, 1, 5, 8, 0, tzinfo=UTC), closes_at=datetime(2026, 2, 1, 22, 0, tzinfo=UTC),
    )  # fmt: skip
    Quota.objects.create(cohort=cohort, jurisdiction=JurisdictionFactory(), minimum=2, maximum=5)
    person = PersonFactory()
    CohortStaff.objects.create(cohort=cohort, person=person, role="mentor")
    CompletionCriteria.objects.create(cohort=cohort, attendance_share="0.7")
    # 10:00 in Paris in winter
    session = SessionFactory(
        cohort=cohort, timezone="Europe/Paris", join_url="https://meet.example/a",
        starts=datetime(2026, 3, 2, 9, 0, tzinfo=UTC), ends=datetime(2026, 3, 2, 10, 30, tzinfo=UTC),
    )  # fmt: skip
    SessionFaculty.objects.create(session=session, person=person, leads=True)
    SessionFactory(cohort=cohort, cancelled_at=timezone.now())
    EnrolmentFactory(cohort=cohort)

    copy = duplicate_cohort(cohort=cohort, title="Cohort 2", starts=date(2026, 6, 1), by=coordinator)

    copy.refresh_from_db()
    moved = Session.objects.get(cohort=copy)
    assert (copy.state, copy.starts, copy.ends) == ("draft", date(2026, 6, 1), date(2026, 6, 19))
    assert moved.starts == datetime(2026, 6, 1, 8, 0, tzinfo=UTC)  # 10:00 in Paris in summer
    assert moved.minutes == 90
    assert [row.person for row in moved.faculty.all()] == [person]
    assert (copy.quotas.get().maximum, copy.staff.get().role) == (5, "mentor")
    assert float(copy.completion_criteria.attendance_share) == 0.7
    assert not copy.enrolments.exists()
    assert SearchEntry.objects.get(target_id=copy.pk, target_type__model="cohort").title == "Cohort 2"


def test_cancelling_says_what_happens_and_emails_everybody_who_applied(coordinator, client_of):
    cohort = CohortFactory()
    person = PersonFactory()
    EnrolmentFactory(cohort=cohort, person=person)
    CohortApplicationFactory(cohort=cohort, person=person, state="accepted")
    CohortApplicationFactory(cohort=cohort)
    CohortApplicationFactory(cohort=cohort, state="declined")
    tomorrow = timezone.now() + timedelta(days=1)
    to_come = SessionFactory(cohort=cohort, starts=tomorrow, ends=tomorrow + timedelta(hours=1))
    held = SessionFactory(cohort=cohort)
    client = client_of(coordinator)
    numbers = lifecycle.consequences_of_cancelling(cohort)

    empty = client.post(url("cancel", cohort), {"reason": " "})
    for _ in range(2):
        client.post(url("cancel", cohort), {"reason": "The judges are on strike."})

    cohort.refresh_from_db()
    to_come.refresh_from_db()
    held.refresh_from_db()
    assert numbers == lifecycle.Consequences(enrolled=1, applied=1, sessions=1, emails=2)
    assert empty.status_code == 422
    assert (cohort.state, cohort.cancelled_reason) == ("cancelled", "The judges are on strike.")
    assert to_come.cancelled_at
    assert held.cancelled_at is None
    emails = OutgoingMail.objects.filter(template="programs/cohort_cancelled")
    assert {email.context["reason"] for email in emails} == {"The judges are on strike."}
    assert emails.count() == 2


def test_a_draft_made_by_mistake_is_removed_with_its_parts(draft, coordinator, client_of):
    SessionFactory(cohort=draft)
    Quota.objects.create(cohort=draft, jurisdiction=JurisdictionFactory())
    setup.save_cohort(cohort=draft, revision=1, title="Mistake", by=coordinator)

    client_of(coordinator).post(url("remove", draft))

    assert not Cohort.objects.exists()
    assert not SearchEntry.objects.filter(target_type__model="cohort").exists()


def test_a_cohort_on_which_something_depends_is_not_removed(draft, coordinator):
    CohortApplicationFactory(cohort=draft)

    with pytest.raises(InUseError):
        lifecycle.remove_cohort(cohort=draft, by=coordinator)
    with pytest.raises(InUseError):
        lifecycle.remove_cohort(cohort=CohortFactory(state="open"), by=coordinator)


def test_a_programme_and_a_session_are_removed_while_nothing_depends_on_them(coordinator, client_of):
    mistake, used = ProgrammeFactory(state="design"), ProgrammeFactory(state="design")
    mistake.jurisdictions.add(JurisdictionFactory())
    enrolment = EnrolmentFactory(cohort=CohortFactory(programme=used))
    planned, held = SessionFactory(cohort=enrolment.cohort), SessionFactory(cohort=enrolment.cohort)
    record_attendance(session=held, entries={enrolment.pk: Entry(60)}, by=coordinator)
    client = client_of(coordinator)

    client.post(reverse("programs:programmes:remove", args=[mistake.public_id]))
    client.post(reverse("programs:sessions:remove", args=[planned.public_id]))

    with pytest.raises(InUseError):
        programmes.remove_programme(programme=used, by=coordinator)
    with pytest.raises(InUseError):
        sessions.remove_session(session=held, by=coordinator)
    assert not Programme.objects.filter(pk=mistake.pk).exists()
    assert list(Session.objects.all()) == [held]


def test_times_of_a_cohort_are_those_of_its_own_time_zone(coordinator, client_of):
    """A deadline at 23:00 in Tunis, entered by somebody in Fiji, is 23:00 in Tunis."""
    coordinator.timezone = "Pacific/Fiji"
    coordinator.save()
    programme = ProgrammeFactory()
    edition = EditionFactory(**APPROVED, approved_by=programme.lead_organisation)
    programmes.use_edition(programme=programme, edition=edition, by=coordinator)
    address = reverse("programs:cohorts:new", args=[programme.public_id])
    typed = {
        "title": "Tunis", "edition": edition.pk, "activity_type": "workshop", "selection": "decided",
        "timezone": "Africa/Tunis", "languages": ["fr"], "capacity": 20, "opens_at": "2026-12-01T08:00",
        "closes_at": "2026-12-20T23:00", "starts": "2027-01-10", "ends": "2027-02-10",
    }  # fmt: skip
    client = client_of(coordinator)

    client.post(address, typed)

    cohort = Cohort.objects.get()
    shown = client.get(url("edit", cohort)).context["form"]
    assert cohort.closes_at == datetime(2026, 12, 20, 22, 0, tzinfo=UTC)
    assert str(shown["closes_at"].value())[:16] == "2026-12-20 23:00"


def test_a_new_cohort_has_sensible_defaults(coordinator, client_of):
    programme = ProgrammeFactory()
    fiji = JurisdictionFactory(code="FJ", country="FJ", timezone="Pacific/Fiji", languages=["en"])
    programme.jurisdictions.add(fiji)
    edition = EditionFactory(
        **APPROVED, module__title="Case-flow management", approved_by=programme.lead_organisation
    )
    programmes.use_edition(programme=programme, edition=edition, by=coordinator)

    form = (
        client_of(coordinator)
        .get(reverse("programs:cohorts:new", args=[programme.public_id]))
        .context["form"]
    )

    assert form["timezone"].value() == "Pacific/Fiji"
    assert form.fields["timezone"].choices[0][1][0][0] == "Pacific/Fiji"
    assert form["title"].value() == "Case-flow management: cohort 1"
    assert form["languages"].value() == ["en"]
    assert form["edition"].value() == edition.pk
    assert form["starts"].value() > form["closes_at"].value().date()
