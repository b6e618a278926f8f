"""200 people scan the code of a session over 50 connections, and a meeting list with 2,000 joins is imported."""

import re
import time
import zoneinfo
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.benchmarks.serving import Browser

PEOPLE, CONNECTIONS = 200, 50
JOINS, LISTED = 2_000, 200


def _session(people: int):
    """A session that has just begun, in a new cohort with so many enrolled people who have accounts."""
    from django.contrib.auth import get_user_model

    from programs.cohorts.models import Cohort, Enrolment
    from programs.sessions.models import Session

    like = Cohort.objects.filter(programme__code="EVD-INT", state="open").order_by("pk").first()
    fields = {name: getattr(like, name) for name in ("programme", "edition", "timezone", "languages", "opens_at", "closes_at", "starts", "ends")}  # fmt: skip
    cohort = Cohort.objects.create(title="Attendance", capacity=people, state="running", **fields)
    now = timezone.now()
    session = Session.objects.create(
        cohort=cohort, title="Opening", timezone=cohort.timezone,
        starts=now - timedelta(minutes=1), ends=now + timedelta(minutes=89),
    )  # fmt: skip
    users = list(get_user_model().objects.filter(person__isnull=False).order_by("-pk")[:people])
    place = cohort.programme.jurisdictions.first()
    Enrolment.objects.bulk_create(
        Enrolment(cohort=cohort, person=user.person, jurisdiction=place) for user in users
    )
    return session, users


def scanning(port: int) -> dict:
    """People recorded, entries stored twice, errors, and the seconds for all."""
    from programs.sessions import codes

    session, users = _session(PEOPLE)
    cookies = []
    for user in users:
        client = Client()
        client.force_login(user)
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")

    def scan(share: list[str]) -> list[int]:
        statuses = []
        for cookie in share:
            browser = Browser(port, cookie)
            step = codes.step_at(timezone.now())
            token = codes.qr_token(settings.SECRET_KEY.encode(), str(session.public_id), step)
            page = browser.get(reverse("programs:sessions:scan", args=[session.public_id, token]), gzip=False)
            fields = {
                name: re.search(rb'name="%s" value="([^"]+)"' % name.encode(), page.body).group(1).decode()
                for name in ("csrfmiddlewaretoken", "scanned")
            }
            csrf_cookie = re.search(r"csrftoken=([^;]+)", page.headers.get("Set-Cookie", "")).group(1)
            for _twice in range(2):  # an impatient thumb
                answer = browser.post(
                    reverse("programs:sessions:here"),
                    {"scanned": fields["scanned"]},
                    token=fields["csrfmiddlewaretoken"],
                    csrf_cookie=csrf_cookie,
                )
                statuses.append(answer.status)
        return statuses

    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        shares = [cookies[index::CONNECTIONS] for index in range(CONNECTIONS)]
        statuses = [status for part in threads.map(scan, shares) for status in part]
    seconds = time.perf_counter() - began
    stored = session.attendance.filter(source="qr", minutes__gt=0)
    return {
        "people": len(users),
        "connections": CONNECTIONS,
        "recorded": stored.values("enrolment").distinct().count(),
        "twice": stored.count() - stored.values("enrolment").distinct().count(),
        "errors": sum(status != 302 for status in statuses),
        "seconds": round(seconds, 1),
    }


def meeting_list() -> dict:
    """Seconds to read and match the list, to show the preview, and to save it; importing it again changes nothing."""
    from django.contrib.auth import get_user_model
    from django.core.files import File

    from programs.sessions import meeting_imports
    from tests.benchmarks.works import timed

    by = get_user_model().objects.get(email="coordinator@demo.example")
    session, users = _session(LISTED)
    local = timezone.localtime(session.starts, zoneinfo.ZoneInfo(session.timezone))
    lines = ["Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)"]
    for number in range(JOINS):
        user = users[number % len(users)]
        start = local + timedelta(minutes=number // len(users) * 7)
        email = user.email if number % 3 else ""
        lines.append(
            f"{user.person.full_name},{email},{start:%m/%d/%Y %I:%M:%S %p},"
            f"{start + timedelta(minutes=10):%m/%d/%Y %I:%M:%S %p},10"
        )
    content = "\n".join(lines).encode()

    def upload():
        return meeting_imports.upload_list(
            session=session, file=File(BytesIO(content), name="list.csv"), by=by
        )

    uploaded, reading = timed(upload)
    matched, matching = timed(lambda: meeting_imports.preview_lines(uploaded))
    chosen = {line.index: line.enrolment.pk for line in matched if line.enrolment}

    def save(row):
        return meeting_imports.save_list(meeting_list=row, chosen=chosen, is_confirmed=True, by=by)

    saved, saving = timed(lambda: save(uploaded))
    return {
        "joins": JOINS,
        "people_in_list": len(matched),
        "saved": saved,
        "changed_by_second_import": save(upload()),
        "reading_seconds": reading["wall_seconds"],
        "matching_seconds": matching["wall_seconds"],
        "saving_seconds": saving["wall_seconds"],
    }
