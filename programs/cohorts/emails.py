"""Emails about applications and seats, queued in the transaction that causes them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from portal.mail import services as mail
from programs.cohorts.models import CohortApplication, Enrolment


def _send(application: CohortApplication, name: str, key: str, **context: Any) -> None:
    user = application.person.user
    if user is None:  # a person without an account is informed by the focal point
        return
    mail.queue(
        key,
        to=user.email,
        language=user.language,
        template=f"programs/{name}",
        user=user,
        context={**_context(application), **context},
    )


def _context(application: CohortApplication) -> dict[str, Any]:
    return {
        "name": application.person.full_name,
        "cohort": application.cohort.title,
        "starts": application.cohort.starts.isoformat(),
        "url": settings.SITE_URL + reverse("programs:cohorts:application", args=[application.public_id]),
    }


def _key(event: str, pk: int, application: CohortApplication) -> str:
    """The email's key; it has the number of decisions, since a person may withdraw and apply again."""
    return f"{event}:{pk}:{application.decisions.count()}"


def send_application_received(application: CohortApplication) -> None:
    _send(application, "application_received", _key("application-received", application.pk, application))


def send_seat_given(application: CohortApplication, enrolment: Enrolment) -> None:
    _send(application, "seat_given", _key("seat-given", enrolment.pk, application))


def send_waiting(application: CohortApplication) -> None:
    _send(application, "waiting", _key("waiting", application.pk, application))


def send_declined(application: CohortApplication, reason: str) -> None:
    _send(application, "declined", _key("declined", application.pk, application), reason=reason)


def send_cancelled(applications: Iterable[CohortApplication], reason: str) -> None:
    """One email for each person with an account who has applied, queued in one statement."""
    mail.queue_all(
        [
            mail.build_email(
                f"cohort-cancelled:{application.pk}",
                to=user.email,
                language=user.language,
                template="programs/cohort_cancelled",
                user=user,
                context={**_context(application), "reason": reason},
            )
            for application in applications
            if (user := application.person.user) is not None
        ]
    )
