from datetime import UTC, datetime

from django.urls import reverse
from icalendar import Calendar

from programs.sessions import services
from tests.factories.programs import CohortFactory, EnrolmentFactory, SessionFactory


def events(client, address):
    return list(Calendar.from_ical(client.get(address).content).walk("VEVENT"))


def test_a_feed_contains_only_own_sessions_in_utc(judge, client):
    starts = datetime(
        2026, 3, 29, 7, tzinfo=UTC
    )  # T13.1: 09:00 in Paris on the day on which summer time begins
    cohort = CohortFactory()
    EnrolmentFactory(cohort=cohort, person=judge.person)
    SessionFactory(cohort=cohort, title="Mine", starts=starts, ends=datetime(2026, 3, 29, 8, tzinfo=UTC))
    SessionFactory(title="Not mine")
    address = services.renew_feed(person=judge.person, by=judge).replace("http://testserver", "")

    (event,) = events(client, address)

    assert str(event["summary"]).startswith("Mine")
    assert event["dtstart"].to_ical() == b"20260329T070000Z"


def test_a_cancelled_session_stays_in_the_feed_with_a_higher_sequence(judge, client, coordinator):
    cohort = CohortFactory()
    EnrolmentFactory(cohort=cohort, person=judge.person)
    session = SessionFactory(cohort=cohort)
    address = services.renew_feed(person=judge.person, by=judge).replace("http://testserver", "")

    services.cancel_session(session=session, by=coordinator)

    (event,) = events(client, address)
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)


def test_renewing_the_feed_disables_the_old_url(judge, client):
    old = services.renew_feed(person=judge.person, by=judge).replace("http://testserver", "")
    services.renew_feed(person=judge.person, by=judge)

    assert client.get(old).status_code == 404


def test_attendance_out_of_range_is_rejected_and_kept_in_the_form(coordinator, client_of):
    session = SessionFactory()
    enrolment = EnrolmentFactory(cohort=session.cohort)
    address = reverse("programs:sessions:attendance", args=[session.public_id])

    response = client_of(coordinator).post(address, {f"m{enrolment.pk}": "9999"})

    assert response.status_code == 422
    assert "9999" in response.content.decode()
    assert not session.attendance.exists()


def test_field_names_use_ids_without_thousands_separators(coordinator, client_of):
    session = SessionFactory()
    enrolment = EnrolmentFactory(pk=12345, cohort=session.cohort)
    address = reverse("programs:sessions:attendance", args=[session.public_id])
    client = client_of(coordinator)

    assert 'name="m12345"' in client.get(address).content.decode()
    client.post(address, {"m12345": "30"})

    assert session.attendance.get().enrolment == enrolment
