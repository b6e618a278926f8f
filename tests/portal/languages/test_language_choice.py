"""Choosing a language: stored on the account and in a cookie; the user returns to the same page."""

import pytest
from django.urls import reverse

from tests.factories.participants import UserFactory

pytestmark = pytest.mark.django_db


def test_the_choice_is_stored_in_a_cookie_and_returns_to_the_page(client):
    answer = client.post(reverse("choose_language"), {"language": "fr", "next": "/verify/?code=7K"})

    assert answer["Location"] == "/verify/?code=7K"
    assert '<html lang="fr"' in client.get("/").content.decode()


def test_the_choice_is_stored_on_the_account(client):
    user = UserFactory()
    client.force_login(user)

    client.post(reverse("choose_language"), {"language": "ar"})

    user.refresh_from_db()
    assert user.language == "ar"


@pytest.mark.parametrize("wrong", ["xx", "", "en' --"])
def test_an_unknown_language_changes_nothing(wrong, client):
    client.post(reverse("choose_language"), {"language": wrong})

    assert '<html lang="en"' in client.get("/").content.decode()


def test_the_redirect_stays_on_the_site(client):
    answer = client.post(reverse("choose_language"), {"language": "fr", "next": "https://evil.example/"})

    assert answer["Location"] == "/"
