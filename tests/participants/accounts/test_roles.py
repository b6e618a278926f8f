"""Ending roles: from the next day on, and never the role of the last administrator."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participants.accounts import services
from participants.accounts.models import RoleAssignment
from portal.audit.models import AuditEntry
from tests.factories.participants import JurisdictionFactory, RoleFactory, UserFactory

pytestmark = pytest.mark.django_db
Role = RoleAssignment.Role


def test_a_role_ends_yesterday_unless_a_date_is_given(administrator):
    today = timezone.localdate()
    now, later = (RoleFactory(role=Role.FACULTY, starts=today - timedelta(days=9)) for _n in range(2))

    services.end_role(assignment=now, by=administrator)
    services.end_role(assignment=later, on=today + timedelta(days=5), by=administrator)

    assert set(RoleAssignment.objects.in_force().filter(role=Role.FACULTY)) == {later}
    now.refresh_from_db()
    assert now.ends == today - timedelta(days=1)


def test_a_role_that_has_not_started_is_deleted_and_stays_in_the_audit_log(administrator):
    assignment = RoleFactory(role=Role.FACULTY, starts=timezone.localdate() + timedelta(days=9))

    services.end_role(assignment=assignment, by=administrator)

    assert not RoleAssignment.objects.filter(role=Role.FACULTY).exists()
    assert AuditEntry.objects.get(action="role.ended").detail == {"role": Role.FACULTY}


def test_the_last_administrator_keeps_the_role(administrator):
    own = administrator.role_assignments.get()

    with pytest.raises(services.LastAdministratorError):
        services.end_role(assignment=own, by=administrator)

    RoleFactory(role=Role.ADMINISTRATOR)
    services.end_role(assignment=own, by=administrator)
    assert own not in RoleAssignment.objects.in_force()


def test_roles_read_as_a_sentence_and_accounts_without_one_are_offered(db, client_of, administrator):
    fiji = JurisdictionFactory(code="FJ", name="Fiji")
    RoleFactory(role="coordinator", jurisdiction=fiji, ends=date(2028, 12, 31))
    waiting = UserFactory(email="new@courts.example")
    client = client_of(administrator)

    page = client.get(reverse("participants:accounts:roles")).content.decode()
    home = client.get(reverse("home")).content.decode()
    form = client.get(reverse("participants:accounts:grant"), {"email": waiting.email}).context["form"]

    assert "Coordinator of Fiji until 31 December 2028" in page
    assert "new@courts.example" in page
    assert "new@courts.example" in home
    assert form.initial["user"] == waiting.email


def test_the_same_role_twice_is_one_row_with_a_sentence(db, client_of, administrator):
    posted = {"user": UserFactory().email, "role": "coordinator", "starts": "2026-01-01"}
    client = client_of(administrator)

    client.post(reverse("participants:accounts:grant"), posted)
    again = client.post(reverse("participants:accounts:grant"), posted)

    assert "already has this role in this scope" in again.content.decode()
    assert RoleAssignment.objects.filter(role="coordinator").count() == 1
