"""The harness and the cast: people whom every test knows."""

from collections.abc import Callable

import hypothesis
import pytest
from django.test import Client

from participants.accounts.models import RoleAssignment, User
from tests.factories.participants import OrganisationFactory, RoleFactory, UserFactory
from tests.harness import *  # noqa: F403

Role = RoleAssignment.Role

# How fast examples are made says something of the machine's other work, nothing of the rules.
hypothesis.settings.register_profile(
    "portal", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("portal")


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


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A signed-in client for a person."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make
