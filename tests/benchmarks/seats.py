"""400 people apply at once for 40 seats, over 16 connections."""

import re
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.benchmarks.serving import Browser

PEOPLE, SEATS, CONNECTIONS = 400, 40, 16


def measure(port: int) -> dict:
    """Seats given, order of the waiting list, and errors."""
    from programs.cohorts.models import Cohort, Enrolment, WaitingListEntry

    like = Cohort.objects.filter(programme__code="EVD-INT", state="open").order_by("pk").first()
    fields = {name: getattr(like, name) for name in ("programme", "edition", "timezone", "languages", "opens_at", "closes_at", "starts", "ends")}  # fmt: skip
    cohort = Cohort.objects.create(
        title="Four hundred at once", capacity=SEATS, state="open", selection="first_come", **fields
    )
    place = cohort.programme.jurisdictions.first()
    path = reverse("programs:cohorts:apply", args=[cohort.public_id])
    users = list(get_user_model().objects.filter(person__isnull=False).order_by("-pk")[:PEOPLE])
    cookies = []
    for user in users:
        client = Client()
        client.force_login(user)
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")

    def apply(share: list[str]) -> list[int]:
        statuses = []
        for cookie in share:
            browser = Browser(port, cookie)
            form = browser.get(path, gzip=False)
            token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', form.body)
            cookie_match = re.search(r"csrftoken=([^;]+)", form.headers.get("Set-Cookie", ""))
            answer = browser.post(
                path,
                {
                    "jurisdiction": str(place.pk),
                    "language": cohort.languages[0],
                    "motivation": "A firm rule.",
                },
                token=token.group(1).decode() if token else "",
                csrf_cookie=cookie_match.group(1) if cookie_match else "",
            )
            statuses.append(answer.status)
        return statuses

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        statuses = [
            status
            for part in threads.map(apply, [cookies[i::CONNECTIONS] for i in range(CONNECTIONS)])
            for status in part
        ]
    positions = list(
        WaitingListEntry.objects.filter(cohort=cohort).order_by("position").values_list("position", flat=True)
    )
    return {
        "applied": len(statuses),
        "seats": Enrolment.objects.filter(cohort=cohort).seated().count(),
        "waiting": len(positions),
        "list_in_order": positions == list(range(1, len(positions) + 1)),
        "errors": sum(status != 302 for status in statuses),
    }
