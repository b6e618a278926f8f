"""Attendance: entries of staff, and codes that participants enter."""

import html
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from programs.cohorts.models import CohortStaff
from programs.sessions import attendance, codes, services
from programs.sessions.attendance import Entry, record_attendance
from programs.sessions.models import Attendance
from tests.factories.participants import PersonFactory
from tests.factories.programs import CohortFactory, EnrolmentFactory, SessionFactory
from tests.racing import two_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(db):
    """A session of two hours that began a minute ago."""
    now = timezone.now()
    return SessionFactory(starts=now - timedelta(minutes=1), ends=now + timedelta(minutes=119))


def url(name, row):
    return reverse(f"programs:sessions:{name}", args=[row.public_id])


def code_on_screen(session) -> str:
    return codes.short_code(
        settings.SECRET_KEY.encode(), str(session.public_id), codes.step_at(timezone.now())
    )


def address_on_screen(session, *, steps_ago: int = 0) -> str:
    step = codes.step_at(timezone.now()) - steps_ago
    token = codes.qr_token(settings.SECRET_KEY.encode(), str(session.public_id), step)
    return reverse("programs:sessions:scan", args=[session.public_id, token])


def recorded(session):
    return {row.enrolment_id: (row.minutes, row.source) for row in session.attendance.all()}


def test_attendance_is_recorded_from_the_start_of_a_session_and_within_its_length(coordinator):
    cohort, now = CohortFactory(), timezone.now()
    enrolment, stranger = EnrolmentFactory(cohort=cohort), EnrolmentFactory()
    future, held = (
        services.plan_session(
            cohort=cohort, title=title, starts=starts, ends=starts + timedelta(minutes=90), by=coordinator
        )
        for title, starts in (("Later", now + timedelta(days=1)), ("Today", now - timedelta(hours=2)))
    )

    with pytest.raises(attendance.NotHeldYetError):
        record_attendance(session=future, entries={enrolment.pk: Entry(90)}, by=coordinator)
    record_attendance(session=future, entries={enrolment.pk: Entry(0, is_excused=True)}, by=coordinator)
    people = record_attendance(
        session=held, entries={enrolment.pk: Entry(500), stranger.pk: Entry(90)}, by=coordinator
    )

    assert people == 1
    assert [(row.enrolment, row.minutes) for row in held.attendance.all()] == [(enrolment, 90)]
    assert future.attendance.get().is_excused


def test_everyone_is_preset_as_present_and_only_exceptions_are_changed(session, coordinator, client_of):
    people = EnrolmentFactory.create_batch(4, cohort=session.cohort)
    client = client_of(coordinator)
    rows = [row for row, _source in client.get(url("attendance", session)).context["rows"]]
    data = {f"p{row.enrolment.pk}": row.choice for row in rows}
    data |= {f"m{people[1].pk}": "45", f"p{people[2].pk}": "absent", f"p{people[3].pk}": "excused"}

    client.post(url("attendance", session), data)

    assert set(data.values()) == {"present", "45", "absent", "excused"}
    stored = {row.enrolment: (row.minutes, row.is_excused) for row in session.attendance.all()}
    assert stored == dict(zip(people, [(120, False), (45, False), (0, False), (0, True)], strict=True))


def test_wrong_minutes_are_shown_at_the_person_and_nothing_typed_is_lost(session, coordinator, client_of):
    first, second = EnrolmentFactory.create_batch(2, cohort=session.cohort)
    data = {f"p{first.pk}": "part", f"m{first.pk}": "121", f"p{second.pk}": "absent"}

    response = client_of(coordinator).post(url("attendance", session), data)

    assert response.status_code == 422
    rows = {row.enrolment: row for row, _source in response.context["rows"]}
    assert (rows[first].minutes, bool(rows[first].error)) == ("121", True)
    assert (rows[second].choice, rows[second].error) == ("absent", "")
    assert not session.attendance.exists()


def test_two_people_who_record_the_same_session_see_each_others_entries(session, coordinator, client_of):
    enrolment = EnrolmentFactory(cohort=session.cohort)
    client, typed = client_of(coordinator), {f"p{enrolment.pk}": "absent", f"s{enrolment.pk}": ""}
    record_attendance(session=session, entries={enrolment.pk: Entry(75)}, by=coordinator)

    refused = client.post(url("attendance", session), typed)
    row = refused.context["rows"][0][0]
    client.post(url("attendance", session), typed | {f"s{enrolment.pk}": row.seen})

    assert refused.status_code == 422
    assert row.seen == "75"
    assert recorded(session) == {enrolment.pk: (0, "faculty")}


def test_the_attendance_page_has_a_constant_number_of_queries(
    session, coordinator, client_of, django_assert_max_num_queries
):
    EnrolmentFactory.create_batch(20, cohort=session.cohort)
    client = client_of(coordinator)

    with django_assert_max_num_queries(10):
        client.get(url("attendance", session))


def test_people_without_a_code_are_not_taken_to_be_present(session, judge, coordinator, client_of):
    own = EnrolmentFactory(cohort=session.cohort, person=judge.person)
    other = EnrolmentFactory(cohort=session.cohort)
    client_of(judge).post(reverse("programs:sessions:here"), {"code": code_on_screen(session)})
    client = client_of(coordinator)

    page = client.get(url("attendance", session))
    filled = client.post(url("attendance", session), {"act": "fill", f"p{own.pk}": "present"})

    assert {row.enrolment: row.choice for row, _source in page.context["rows"]} == {own: "present", other: ""}
    assert {row.choice for row, _source in filled.context["rows"]} == {"present"}
    assert recorded(session) == {own.pk: (120, "qr")}


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "joined"])
def test_a_typed_code_records_the_person_once(session, judge, client_of, typed):
    enrolment = EnrolmentFactory(cohort=session.cohort, person=judge.person)
    code = code_on_screen(session)
    text = {"lower": code.lower(), "joined": code.replace(" ", "")}.get(typed, typed.format(code))
    client = client_of(judge)

    for _ in range(2):
        response = client.post(reverse("programs:sessions:here"), {"code": text}, follow=True)

    assert response.context["attendance"].minutes == 120
    assert recorded(session) == {enrolment.pk: (120, "qr")}


def test_a_scanned_code_is_confirmed_by_the_person_who_scanned_it(session, judge, other_judge, client_of):
    own = EnrolmentFactory(cohort=session.cohort, person=judge.person)
    EnrolmentFactory(cohort=session.cohort, person=other_judge.person)

    page = client_of(judge).get(address_on_screen(session))
    assert not session.attendance.exists()
    scanned = page.context["scanned"]
    passed_on = client_of(other_judge).post(reverse("programs:sessions:here"), {"scanned": scanned})
    client_of(judge).post(reverse("programs:sessions:here"), {"scanned": scanned})

    assert passed_on.status_code == 422
    assert recorded(session) == {own.pk: (120, "qr")}


def test_a_photographed_code_is_useless_a_minute_later(session, judge, client_of):
    EnrolmentFactory(cohort=session.cohort, person=judge.person)
    client = client_of(judge)
    step = codes.step_at(timezone.now()) - 3
    old = codes.short_code(settings.SECRET_KEY.encode(), str(session.public_id), step)

    typed = client.post(reverse("programs:sessions:here"), {"code": old})
    scanned = client.get(address_on_screen(session, steps_ago=3))

    assert (typed.status_code, scanned.status_code) == (422, 422)
    assert ":" in typed.context["error_message"]  # says when the code ended
    assert not session.attendance.exists()


def test_a_forged_code_is_refused(session, judge, client_of):
    EnrolmentFactory(cohort=session.cohort, person=judge.person)
    step = codes.step_at(timezone.now())
    address = reverse("programs:sessions:scan", args=[session.public_id, f"{step}-{'0' * 24}"])

    assert client_of(judge).get(address).status_code == 422


def test_somebody_who_scans_before_signing_in_confirms_afterwards(session, judge, client):
    enrolment = EnrolmentFactory(cohort=session.cohort, person=judge.person)

    response = client.get(address_on_screen(session))
    assert response.status_code == 302
    assert str(session.public_id) not in response.url  # an address with the scan could be passed on
    client.force_login(judge)
    page = client.get(reverse("programs:sessions:here"))
    client.post(reverse("programs:sessions:here"), {"scanned": page.context["scanned"]})

    assert recorded(session) == {enrolment.pk: (120, "qr")}


def test_a_person_of_another_cohort_is_referred_to_the_coordinator(session, judge, client_of):
    EnrolmentFactory(person=judge.person)

    response = client_of(judge).post(reverse("programs:sessions:here"), {"code": code_on_screen(session)})

    assert response.context["error_message"] == str(attendance.NotEnrolledError.message)
    assert not Attendance.objects.exists()


def test_an_entry_of_the_staff_is_not_changed_by_a_code(session, judge, coordinator, client_of):
    enrolment = EnrolmentFactory(cohort=session.cohort, person=judge.person)
    record_attendance(session=session, entries={enrolment.pk: Entry(0)}, by=coordinator)

    client_of(judge).post(reverse("programs:sessions:here"), {"code": code_on_screen(session)})

    assert recorded(session) == {enrolment.pk: (0, "faculty")}


@pytest.mark.parametrize(("minutes_late", "expected"), [(10, 120), (60, 60)])
def test_who_comes_late_is_recorded_with_the_minutes_that_are_left(judge, minutes_late, expected):
    starts = timezone.now() - timedelta(minutes=minutes_late)
    session = SessionFactory(starts=starts, ends=starts + timedelta(minutes=120))
    EnrolmentFactory(cohort=session.cohort, person=judge.person)

    row = attendance.record_code(
        session=session, person=judge.person, at=starts + timedelta(minutes=minutes_late), by=judge
    )

    assert row.minutes == expected


@pytest.mark.parametrize("offset", [timedelta(minutes=-16), timedelta(minutes=121)])
def test_codes_are_refused_outside_the_time_of_the_session(session, judge, offset):
    EnrolmentFactory(cohort=session.cohort, person=judge.person)

    with pytest.raises(attendance.SessionNotOpenError):
        attendance.record_code(session=session, person=judge.person, at=session.starts + offset, by=judge)


@pytest.mark.django_db(transaction=True)
def test_a_double_scan_at_the_same_moment_is_stored_once(session, judge):
    EnrolmentFactory(cohort=session.cohort, person=judge.person)
    at = timezone.now()

    def scan():
        return attendance.record_code(session=session, person=judge.person, at=at, by=judge).minutes

    assert two_at_once(scan, scan) == [120, 120]
    assert session.attendance.count() == 1


def test_the_screen_shows_the_code_and_the_number_of_people(session, coordinator, judge, client_of):
    EnrolmentFactory(cohort=session.cohort, person=judge.person)
    EnrolmentFactory(cohort=session.cohort)
    client_of(judge).post(reverse("programs:sessions:here"), {"code": code_on_screen(session)})

    page = client_of(coordinator).get(url("code_screen", session))

    assert (page.context["present"], page.context["enrolled"]) == (1, 2)
    assert re.search(r"[A-Y]{3} \d{3}", html.unescape(page.content.decode()))


@pytest.mark.parametrize("role", ["coordinator", "faculty", "mentor"])
def test_staff_of_the_cohort_show_the_code_and_participants_do_not(session, judge, client_of, role):
    person = PersonFactory()
    CohortStaff.objects.create(cohort=session.cohort, person=person, role=role)
    EnrolmentFactory(cohort=session.cohort, person=judge.person)

    assert client_of(person.user).get(url("code_screen", session)).status_code == 200
    assert client_of(judge).get(url("code_screen", session)).status_code == 403


@given(st.integers(0, 10**9), st.text(max_size=20))
def test_a_code_is_recognised_by_its_own_session_only(step, other):
    key = b"k"
    token = codes.qr_token(key, "a", step)

    assert codes.step_of_token(key, "a", token) == step
    assert codes.step_of_token(key, "b", token) is None
    assert codes.step_of_token(b"other", "a", token) is None
    assert codes.step_of_token(key, "a", other) is None


def test_participants_see_their_own_attendance_on_the_page_of_the_course(judge, client_of):
    session = SessionFactory(title="Early conferences")
    enrolment = EnrolmentFactory(cohort=session.cohort, person=judge.person)
    other = EnrolmentFactory(cohort=session.cohort)
    session.attendance.create(enrolment=enrolment, minutes=45)
    session.attendance.create(enrolment=other, minutes=120)

    page = client_of(judge).get(reverse("programs:learning:course", args=[enrolment.public_id]))

    text = " ".join(page.content.decode().split())
    assert "My attendance" in text
    assert "45 of 120 minutes" in text
    assert "120 of 120" not in text
