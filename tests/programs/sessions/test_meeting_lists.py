"""Attendance lists of meeting programs: reading their files, matching people and saving attendance."""
# ruff: noqa: E501  # headings as the programs write them

import csv
import io
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from programs.sessions import meeting_imports
from programs.sessions.attendance import Entry, record_attendance
from programs.sessions.meeting_lists import ListedPerson, duration_minutes, minutes_of, moment, read_people
from programs.sessions.meeting_matching import Candidate, How, match_people
from programs.sessions.models import MeetingList
from tests.factories.programs import CohortFactory, EnrolmentFactory, SessionFactory

DAY = date(2026, 4, 13)
STARTS, ENDS = datetime(2026, 4, 13, 10, 0), datetime(2026, 4, 13, 11, 30)  # noqa: DTZ001

ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
812 3456,Early conferences,04/13/2026 09:55:01 AM,04/13/2026 11:31:00 AM,host@court.example,96,3

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent
Nanise Fifita,nanise@court.example,04/13/2026 09:58:00 AM,04/13/2026 10:30:00 AM,32,No,
Nanise Fifita,nanise@court.example,04/13/2026 10:20:00 AM,04/13/2026 11:31:00 AM,71,No,
iPad (Apisai Naivakula),,04/13/2026 10:00:00 AM,04/13/2026 10:45:00 AM,45,Yes,
"""
TEAMS = """1. Summary
Meeting title\tEarly conferences
Attended participants\t2
Start time\t13/04/2026, 09:58:11
End time\t13/04/2026, 11:31:00
Meeting duration\t1h 32m 49s

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Nanise Fifita\t13/04/2026, 09:58:11\t13/04/2026, 11:31:00\t1h 20m\tnanise@court.example\tnanise@court.example\tPresenter
Apisai Naivakula\t13/04/2026, 10:00:00\t13/04/2026, 10:45:00\t45m\t\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Nanise Fifita\t13/04/2026, 09:58:11\t13/04/2026, 10:30:00\t31m 49s\tnanise@court.example\tPresenter
Nanise Fifita\t13/04/2026, 10:20:00\t13/04/2026, 11:31:00\t1h 11m\tnanise@court.example\tPresenter
Apisai Naivakula\t13/04/2026, 10:00:00\t13/04/2026, 10:45:00\t45m\t\tAttendee
"""
TEAMS_LOG = """Full Name,User Action,Timestamp
Nanise Fifita,Joined before,"4/13/2026, 9:58:11 AM"
Apisai Naivakula,Joined,"4/13/2026, 10:00:00 AM"
Apisai Naivakula,Left,"4/13/2026, 10:45:00 AM"
Nanise Fifita,Left,"4/13/2026, 11:31:00 AM"
"""
WEBEX = """Meeting Name,Meeting Start Time,Display Name,First Name,Last Name,Role,Attendee Email,Join Time,Leave Time,Attendance Duration,Connection Type
Early conferences,="2026-04-13 09:58:00",Nanise Fifita,Nanise,Fifita,Attendee,nanise@court.example,="2026-04-13 09:58:00",="2026-04-13 11:31:00",93 mins,Desktop app
Early conferences,="2026-04-13 09:58:00",Apisai Naivakula,Apisai,Naivakula,Attendee,,="2026-04-13 10:00:00",="2026-04-13 10:45:00",45 mins,Mobile
"""
ZOOM_FRENCH = """Nom (nom d’origine),Adresse e-mail,Heure d’arrivée,Heure de départ,Durée (minutes)
Nanise Fifita,nanise@court.example,13/04/2026 09:58:00,13/04/2026 11:31:00,93
Apisai Naivakula,,13/04/2026 10:00:00,13/04/2026 10:45:00,45
"""
TOTALS = """Name (Original Name),User Email,Total Duration (Minutes),Guest
Nanise Fifita,nanise@court.example,93,No
Apisai Naivakula,,45,Yes
"""
FILES = {
    "zoom": (ZOOM, "Zoom"),
    "teams": (TEAMS, "Teams"),
    "teams-log": (
        TEAMS_LOG.replace("Full Name,", "Full Name,Email,")
        .replace("Fifita,", "Fifita,nanise@court.example,")
        .replace("Naivakula,", "Naivakula,,"),
        "Teams",
    ),
    "webex": (WEBEX, "Webex"),
    "zoom-french": (ZOOM_FRENCH, "Zoom"),
    "totals": (TOTALS, "Zoom"),
    "quoted": (ZOOM_FRENCH.replace("Nanise Fifita,", '"Fifita, Nanise",'), "Zoom"),
}


def lines_of(text):
    return list(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text else ","))


@pytest.mark.parametrize("name", FILES)
def test_lists_of_the_three_programs_are_recognised_with_their_minutes(name):
    text, platform = FILES[name]

    found = read_people(lines_of(text), expected=DAY)

    minutes = {
        person.email: minutes_of([person], starts=STARTS, ends=ENDS, clip=True) for person in found.people
    }
    assert found.platform == platform
    # Nanise was there all the time, with two devices for ten minutes of it; she counts once.
    assert sorted(minutes.values()) == [45, 90]
    assert minutes["nanise@court.example"] == 90


def test_a_file_without_a_table_of_participants_is_not_recognised():
    assert read_people([["Case", "Court"], ["1", "Suva"]], expected=DAY) is None


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("04/13/2026 09:58:00 AM", False, datetime(2026, 4, 13, 9, 58)),  # noqa: DTZ001
        ("13/04/2026, 21:58", True, datetime(2026, 4, 13, 21, 58)),  # noqa: DTZ001
        ("4/13/26, 12:05:30 AM", False, datetime(2026, 4, 13, 0, 5, 30)),  # noqa: DTZ001
        ("2026-04-13T09:58:00Z", False, datetime(2026, 4, 13, 9, 58)),  # noqa: DTZ001
        ("13.04.2026 09:58", False, datetime(2026, 4, 13, 9, 58)),  # noqa: DTZ001
        ("٢٠٢٦/٠٤/١٣ ٠٩:٥٨", False, datetime(2026, 4, 13, 9, 58)),  # noqa: DTZ001
        ("13/13/2026 09:58", True, None),
        ("yesterday", True, None),
    ],
)
def test_dates_are_read_in_the_formats_that_programs_write(text, day_first, expected):
    assert moment(text, day_first=day_first) == expected


def test_an_ambiguous_date_is_read_so_that_it_is_nearest_to_the_session():
    rows = [["Name", "Join Time", "Leave Time"], ["Ana", "05/04/2026 10:00:00", "05/04/2026 11:00:00"]]

    april, may = (
        read_people(rows, expected=day).people[0].joins[0][0].date()
        for day in (date(2026, 4, 5), date(2026, 5, 4))
    )

    assert (april, may) == (date(2026, 4, 5), date(2026, 5, 4))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("62", 62), ("62 mins", 62), ("1h 2m 30s", 62.5), ("01:02:30", 62.5), ("1 h 2 min", 62), ("", 0)],
)
def test_durations(text, minutes):
    assert duration_minutes(text) == minutes


INTERVALS = st.lists(st.tuples(st.integers(-60, 150), st.integers(0, 120)), max_size=8)


@given(INTERVALS)
def test_overlapping_joins_count_each_minute_once(intervals):
    joins = [
        (STARTS + timedelta(minutes=start), STARTS + timedelta(minutes=start + length))
        for start, length in intervals
    ]
    covered = {minute for start, length in intervals for minute in range(start, start + length)}

    minutes = minutes_of([ListedPerson("Ana", joins=joins)], starts=STARTS, ends=ENDS, clip=True)

    assert minutes == len(covered & set(range(90)))


CANDIDATES = [
    Candidate(1, "ʻAna Fifita Tuʻipulotu", "ana@court.example"),
    Candidate(2, "Élisa Naouna-Blanc"),
    Candidate(3, "Sione Vaipulu"),
    Candidate(4, "Sione Vaipulu"),
    Candidate(5, "محمد بن علي"),
]


@pytest.mark.parametrize(
    ("name", "email", "how", "candidate"),
    [
        ("iPhone", "ANA@court.example", How.EMAIL, 1),
        ("TU'IPULOTU Ana Fifita", "", How.NAME, 1),
        ("elisa naouna blanc", "", How.NAME, 2),
        ("iPad (Elisa Naouna Blanc)", "", How.NAME, 2),
        ("Ana Tuipulotu", "", How.NEAR, 1),
        ("Elise Naouna-Blanc", "", How.NEAR, 2),
        ("Sione Vaipulu", "", How.NONE, None),
        ("محمد علي", "", How.NEAR, 5),
        ("Willie Molisale", "", How.NONE, None),
        ("...", "", How.NONE, None),
    ],
)
def test_people_are_matched_by_email_then_name_and_similar_names_are_suggested(name, email, how, candidate):
    match = match_people([(name, email)], CANDIDATES)[0]

    assert (match.how, match.candidate) == (how, candidate)


@pytest.fixture
def session(db):
    """A session on 13 April 2026, 10:00 to 11:30 in Fiji."""
    starts = datetime(2026, 4, 12, 22, 0, tzinfo=UTC)
    cohort = CohortFactory()
    EnrolmentFactory(
        cohort=cohort, person__full_name="Nanise Fifita", person__user__email="nanise@court.example"
    )
    EnrolmentFactory(cohort=cohort, person__full_name="Apisai Naivakula")
    return SessionFactory(cohort=cohort, starts=starts, ends=starts + timedelta(minutes=90))


def upload(client, session, content, name="list.csv"):
    content = content.encode() if isinstance(content, str) else content
    address = reverse("programs:sessions:upload_meeting_list", args=[session.public_id])
    return client.post(address, {"file": ContentFile(content, name=name)}, follow=True)


def save(client, page, **fields):
    return client.post(page.request["PATH_INFO"], {"act": "save", **fields}, follow=True)


def recorded(session):
    rows = session.attendance.values_list("enrolment__person__full_name", "minutes", "source")
    return {name: (minutes, source) for name, minutes, source in rows}


SAVED = {"Nanise Fifita": (90, "import"), "Apisai Naivakula": (45, "import")}


@pytest.mark.parametrize("name", FILES)
def test_a_list_is_shown_before_it_is_saved(session, coordinator, client_of, name):
    client = client_of(coordinator)

    page = upload(client, session, FILES[name][0])
    before = recorded(session)
    save(client, page)

    assert before == {}
    assert page.context["doubts"] == []
    assert {str(change.enrolment.person): change.minutes for change in page.context["changes"]} == {
        "Nanise Fifita": 90, "Apisai Naivakula": 45,
    }  # fmt: skip
    assert recorded(session) == SAVED


def test_lists_in_utf_16_and_workbooks_are_read(session, coordinator, client_of):
    book = openpyxl.Workbook()
    for cells in lines_of(WEBEX.replace('="', "").replace('"', "")):
        book.active.append(cells)
    stream = BytesIO()
    book.save(stream)
    client = client_of(coordinator)

    teams = upload(client, session, TEAMS.encode("utf-16"))
    webex = upload(client, session, stream.getvalue(), name="list.xlsx")

    for page in (teams, webex):
        assert [change.minutes for change in page.context["changes"]] == [45, 90]


def test_importing_the_same_file_twice_changes_nothing(session, coordinator, client_of):
    client = client_of(coordinator)
    save(client, upload(client, session, ZOOM))
    times = list(session.attendance.values_list("recorded_at", flat=True))

    again = upload(client, session, ZOOM)
    save(client, again)

    assert again.context["changed"] == 0
    assert list(session.attendance.values_list("recorded_at", flat=True)) == times
    assert MeetingList.objects.get().people == []  # names of others are not kept


def test_a_person_who_is_not_found_is_chosen_by_hand(session, coordinator, client_of):
    text = ZOOM.replace("iPad (Apisai Naivakula)", "iPad")
    client = client_of(coordinator)
    page = upload(client, session, text)
    line, choice = page.context["uncertain"][0]
    apisai = session.cohort.enrolments.get(person__full_name="Apisai Naivakula")

    save(client, page, **{f"e{line.index}": apisai.pk})

    assert (line.person.name, choice) == ("iPad", None)
    assert recorded(session) == SAVED


def test_several_names_of_one_person_count_together(session, coordinator, client_of):
    text = ZOOM + "Phone,,04/13/2026 10:40:00 AM,04/13/2026 11:00:00 AM,20,Yes,\n"
    client = client_of(coordinator)
    page = upload(client, session, text)
    line, _choice = page.context["uncertain"][0]
    apisai = session.cohort.enrolments.get(person__full_name="Apisai Naivakula")

    save(client, page, **{f"e{line.index}": apisai.pk})

    assert recorded(session)["Apisai Naivakula"] == (60, "import")  # 5 of 20 minutes overlap


@pytest.mark.parametrize(
    "text",
    [
        ZOOM.replace("04/13/2026", "04/14/2026"),
        ZOOM.replace("Nanise Fifita,nanise", "Mele Vainikolo,mele").replace("Apisai Naivakula", "Joel Roka"),
    ],
    ids=["other date", "other people"],
)
def test_the_list_of_another_meeting_is_saved_only_when_it_is_confirmed(
    session, coordinator, client_of, text
):
    client = client_of(coordinator)

    page = upload(client, session, text)
    refused = save(client, page)
    before = recorded(session)
    save(client, page, is_confirmed="on")

    assert page.context["doubts"]
    assert refused.status_code == 422
    assert refused.context["error_message"] == str(meeting_imports.OtherMeetingError.message)
    assert before == {}
    assert not MeetingList.objects.get().people


def test_times_of_another_time_zone_are_added_up(session, coordinator, client_of):
    utc = ZOOM.replace("04/13/2026 09:5", "04/12/2026 09:5").replace("04/13/2026", "04/12/2026")
    utc = utc.replace(" AM", " PM")  # 12 hours earlier

    page = upload(client_of(coordinator), session, utc)

    assert page.context["doubts"] == []
    assert not page.context["is_clipped"]
    assert [change.minutes for change in page.context["changes"]] == [45, 90]


def test_entries_of_the_staff_stay(session, coordinator, client_of):
    apisai = session.cohort.enrolments.get(person__full_name="Apisai Naivakula")
    record_attendance(session=session, entries={apisai.pk: Entry(0, is_excused=True)}, by=coordinator)
    client = client_of(coordinator)

    save(client, upload(client, session, ZOOM))

    assert recorded(session)["Apisai Naivakula"] == (0, "faculty")


@pytest.mark.parametrize("content", ["Case,Court\n1,Suva\n", "\x00\x01", ""])
def test_another_file_is_refused_beside_the_field(session, coordinator, client_of, content):
    page = upload(client_of(coordinator), session, content)

    assert page.status_code == 422
    assert page.context["form"].errors["file"]
    assert not MeetingList.objects.exists()


def test_participants_and_other_coordinators_do_not_see_a_list(
    session, coordinator, other_coordinator, judge, client_of
):
    EnrolmentFactory(cohort=session.cohort, person=judge.person)
    page = upload(client_of(coordinator), session, ZOOM)

    for user in (judge, other_coordinator):
        assert client_of(user).get(page.request["PATH_INFO"]).status_code == 404


def test_the_preview_has_a_constant_number_of_queries(
    session, coordinator, client_of, django_assert_max_num_queries
):
    EnrolmentFactory.create_batch(20, cohort=session.cohort)
    page = upload(client_of(coordinator), session, ZOOM)
    client = client_of(coordinator)

    with django_assert_max_num_queries(12):
        client.get(page.request["PATH_INFO"])
