"""Letters about steps, queued in the transaction that causes them."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from evaluations.reforms.models import ReformStep
from participants.people.models import Person
from portal.mail import services as mail


def _write(action: ReformStep, to: Person | None, name: str, **context: Any) -> None:
    if to is None or to.user is None:
        return
    mail.queue(
        f"{name}:{action.pk}:{action.updated_at.timestamp():.6f}",
        to=to.user.email,
        language=to.user.language,
        template=f"evaluations/{name}",
        user=to.user,
        context={
            "name": to.full_name,
            "step": action.title,
            "plan": action.plan.title,
            "url": settings.SITE_URL + reverse("evaluations:reforms:plan", args=[action.plan.public_id]),
            **context,
        },
    )


def step_done(action: ReformStep) -> None:
    _write(action, action.plan.mentor, "step_done", judge=action.plan.person.full_name)


def step_confirmed(action: ReformStep) -> None:
    _write(action, action.plan.person, "step_confirmed")


def step_returned(action: ReformStep) -> None:
    _write(action, action.plan.person, "step_returned", reason=action.returned_reason)
