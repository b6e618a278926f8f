"""Fixtures for users of each role, test profiles, and the markers of tests by what they need."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from participants.accounts.models import RoleAssignment, User
from tests.factories.participants import OrganisationFactory, RoleFactory, UserFactory
from tests.harness import *  # noqa: F403

Role = RoleAssignment.Role

# The time that hypothesis needs for examples depends on the load of the machine, so there is no deadline.
hypothesis.settings.register_profile(
    "portal", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("portal")
hypothesis.settings.register_profile(  # for `make test-unit`; complete runs use the default of 100 examples
    "quick", hypothesis.settings.get_profile("portal"), max_examples=20
)


# Files that take a minute or more run first, so that no core is idle at the end.
LONG = (
    "browser/test_pages_fit_everyone.py",
    "browser/test_from_need_to_agenda.py",
    "tests/test_access.py",
    "worker/test_certificates_survive.py",
    "analysis/test_in_a_browser.py",
    "worker/test_jobs_survive.py",
    "worker/test_closing_survives.py",
)


# Markers by the fixtures that a test uses; a test that uses none of them is a unit test and needs no server.
KINDS = {
    "worker": {"celery_worker_process"},
    "browser": {"browser", "chromium", "axe"},
    "db": {"db", "transactional_db", "live_server", "django_db_setup"},
}


def kind_of(item: pytest.Item) -> str:
    """The marker of a test: the first that applies of `worker`, `browser`, `db` and `unit`."""
    if item.path.is_relative_to(Path(__file__).parent / "worker"):
        return "worker"
    fixtures = set(getattr(item, "fixturenames", ()))
    for kind, names in KINDS.items():
        if fixtures & names:
            return kind
    return "db" if item.get_closest_marker("django_db") else "unit"


@pytest.hookimpl(tryfirst=True)  # before `-m` selects tests
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by its kind and sort long files first; parallel runs distribute files in this order."""
    for item in items:
        if not any(item.get_closest_marker(kind) for kind in (*KINDS, "unit")):
            item.add_marker(kind_of(item))
    ranks = {name: rank for rank, name in enumerate(LONG)}

    def rank_of(item: pytest.Item) -> int:
        return next((rank for name, rank in ranks.items() if str(item.path).endswith(name)), len(LONG))

    items.sort(key=rank_of)


@pytest.fixture
def administrator(db) -> User:
    return RoleFactory(role=Role.ADMINISTRATOR, user__email="administrator@court.example").user


@pytest.fixture
def coordinator(db) -> User:
    return RoleFactory(role=Role.COORDINATOR, user__email="coordinator@court.example").user


@pytest.fixture
def other_coordinator(db) -> User:
    """A coordinator of one organisation only."""
    return RoleFactory(role=Role.COORDINATOR, organisation=OrganisationFactory()).user


@pytest.fixture
def judge(db) -> User:
    return UserFactory(email="judge@court.example")


@pytest.fixture
def other_judge(db) -> User:
    return UserFactory(email="other.judge@court.example")


@pytest.fixture
def funder(db) -> User:
    return RoleFactory(role=Role.FUNDER, organisation=OrganisationFactory(kind="funder")).user


@pytest.fixture
def evaluator(db) -> User:
    return RoleFactory(role=Role.EVALUATOR).user


class CheckedClient(Client):
    """A test client for which a redirect to an address that the portal does not have is an error."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        target = urlsplit(response.headers.get("Location", ""))
        if target.path and target.netloc in ("", "testserver", urlsplit(settings.SITE_URL).netloc):
            resolve(target.path)
        return response


@pytest.fixture
def client() -> Client:
    return CheckedClient()


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A function that returns a signed-in client for a user."""

    def create(user: User) -> Client:
        client = CheckedClient()
        client.force_login(user)
        return client

    return create
