"""Types for the people in signatures. The account model belongs to an app above, so it is imported for checks only."""

from typing import TYPE_CHECKING, TypeAlias

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_htmx.middleware import HtmxDetails

    from participants.accounts.models import User

Account: TypeAlias = "User"
"""A person with an account."""

AnyUser: TypeAlias = "User | AnonymousUser"
"""The user of a request, signed in or not."""

Actor: TypeAlias = "User | None"
"""The person who acts; None if the portal acts, for example in a scheduled task."""


class SignedInRequest(HttpRequest):
    """For annotations: a request behind `@allow` with a policy that only signed-in people pass."""

    user: "User"
    htmx: "HtmxDetails"  # set by the middleware of django-htmx
