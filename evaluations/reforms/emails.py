"""Emails about steps, queued in the transaction that causes them."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from evaluations.reforms.models import ReformStep
from participants.people.models import Person
from portal.mail import services as mail


def _queue(step: ReformStep, to: Person | None, name: str, **context: Any) -> None:
    if to is None or to.user is None:
        return
    mail.queue(
        f"{name}:{step.pk}:{step.updated_at.timestamp():.6f}",
        to=to.user.email,
        language=to.user.language,
        template=f"evaluations/{name}",
        user=to.user,
        context={
            "name": to.full_name,
            "step": step.title,
            "plan": step.plan.title,
            "url": settings.SITE_URL + reverse("evaluations:reforms:plan", args=[step.plan.public_id]),
            **context,
        },
    )


def step_done(step: ReformStep) -> None:
    _queue(step, step.plan.mentor, "step_done", judge=step.plan.person.full_name)


def step_confirmed(step: ReformStep) -> None:
    _queue(step, step.plan.person, "step_confirmed")


def step_returned(step: ReformStep) -> None:
    _queue(step, step.plan.person, "step_returned", reason=step.returned_reason)
