"""Letters about applications and seats, queued in the transaction that causes them."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from portal.mail import services as mail
from programs.cohorts.models import CohortApplication, Enrolment


def _write(application: CohortApplication, name: str, key: str, **context: Any) -> None:
    user = application.person.user
    if user is None:  # a person may precede an account; then the focal point tells them
        return
    cohort = application.cohort
    mail.queue(
        key,
        to=user.email,
        language=user.language,
        template=f"programs/{name}",
        user=user,
        context={
            "name": application.person.full_name,
            "cohort": cohort.title,
            "starts": cohort.starts.isoformat(),
            "url": settings.SITE_URL + reverse("programs:cohorts:application", args=[application.public_id]),
            **context,
        },
    )


def _turn(application: CohortApplication) -> int:
    """How many decisions there were: a person may leave and come back, each turn has its own letter."""
    return application.decisions.count()


def application_received(application: CohortApplication) -> None:
    _write(application, "application_received", f"application-received:{application.pk}:{_turn(application)}")


def seated(application: CohortApplication, enrolment: Enrolment) -> None:
    _write(application, "seat_given", f"seat-given:{enrolment.pk}:{_turn(application)}")


def waiting(application: CohortApplication) -> None:
    _write(application, "waiting", f"waiting:{application.pk}:{_turn(application)}")


def declined(application: CohortApplication, reason: str) -> None:
    _write(application, "declined", f"declined:{application.pk}:{_turn(application)}", reason=reason)
