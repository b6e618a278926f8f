"""Choosing a language: kept on the account and in the browser, on the same page."""

import pytest
from django.urls import reverse

from tests.factories.participants import UserFactory

pytestmark = pytest.mark.django_db


def test_a_choice_is_kept_in_the_browser_and_leads_back_to_the_same_page(client):
    answer = client.post(reverse("choose_language"), {"language": "fr", "next": "/verify/?code=7K"})

    assert answer["Location"] == "/verify/?code=7K"
    assert '<html lang="fr"' in client.get("/").content.decode()


def test_a_choice_is_kept_on_the_account(client):
    user = UserFactory()
    client.force_login(user)

    client.post(reverse("choose_language"), {"language": "ar"})

    user.refresh_from_db()
    assert user.language == "ar"


@pytest.mark.parametrize("wrong", ["xx", "", "en' --"])
def test_a_language_that_there_is_not_changes_nothing(wrong, client):
    client.post(reverse("choose_language"), {"language": wrong})

    assert '<html lang="en"' in client.get("/").content.decode()


def test_choosing_never_leads_off_the_site(client):
    answer = client.post(reverse("choose_language"), {"language": "fr", "next": "https://evil.example/"})

    assert answer["Location"] == "/"
