"""The first administrator of a new installation is named by its operator."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from participants.accounts.models import RoleAssignment


def test_the_named_account_may_give_roles_and_is_named_once(judge, client_of):
    assert client_of(judge).get(reverse("participants:accounts:roles")).status_code == 403

    for address in (judge.email, judge.email.upper()):
        call_command("administrator", address)

    assert client_of(judge).get(reverse("participants:accounts:roles")).status_code == 200
    assert RoleAssignment.objects.filter(user=judge).count() == 1


def test_an_address_without_an_account_is_refused(db):
    with pytest.raises(CommandError, match="Open one on the site first"):
        call_command("administrator", "nobody@court.example")
