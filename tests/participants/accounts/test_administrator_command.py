"""The command that makes an account the first administrator of a new installation."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from participants.accounts.models import RoleAssignment


def test_the_account_becomes_administrator_once(judge, client_of):
    assert client_of(judge).get(reverse("participants:accounts:roles")).status_code == 403

    for email in (judge.email, judge.email.upper()):
        call_command("administrator", email)

    assert client_of(judge).get(reverse("participants:accounts:roles")).status_code == 200
    assert RoleAssignment.objects.filter(user=judge).count() == 1


def test_an_email_address_without_an_account_is_rejected(db):
    with pytest.raises(CommandError, match="Sign up on the site first"):
        call_command("administrator", "nobody@court.example")
