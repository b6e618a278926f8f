"""The command that makes an account the first administrator of a new installation."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from participants.accounts.models import RoleAssignment, User


def test_the_account_becomes_administrator_once(judge, client_of):
    assert client_of(judge).get(reverse("participants:accounts:roles")).status_code == 403

    for email in (judge.email, judge.email.upper()):
        call_command("administrator", email)

    assert client_of(judge).get(reverse("participants:accounts:roles")).status_code == 200
    assert RoleAssignment.objects.filter(user=judge).count() == 1


def test_a_missing_account_is_created_with_a_link_that_sets_its_password_once(db, capsys, client):
    call_command("administrator", "first@court.example")
    call_command("administrator", "FIRST@court.example")

    user = User.objects.get()
    assert user.is_administrator
    link = capsys.readouterr().out.split()[-1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "A-long-enough-42", "password2": "A-long-enough-42"})
    user.refresh_from_db()
    assert user.check_password("A-long-enough-42")
    assert client.get(link, follow=True).context["token_fail"]


def test_what_is_no_email_address_is_rejected(db):
    with pytest.raises(CommandError):
        call_command("administrator", "nobody")
    assert not User.objects.exists()
