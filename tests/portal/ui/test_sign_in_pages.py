"""Pages for sign-in and account security: styled, translated, accessible and allowed by the CSP."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from tests.factories.participants import UserFactory

PASSWORD = "seven quiet herons"
SIGNED_OUT = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_email_verification_sent",
    "account_inactive",
    "account_reset_password_from_key_done",
)
SIGNED_IN = (
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "account_logout",
    "usersessions_list",
)


@pytest.fixture
def person(db):
    user = UserFactory(email="seini@court.example")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(page, password: str = PASSWORD) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill("seini@court.example")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("Password", exact=True).press("Enter")


def confirm_again(page) -> None:
    """Pages that change the account ask for the password again."""
    page.goto(reverse("account_reauthenticate") + "?next=" + reverse("mfa_index"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**" + reverse("mfa_index"))


def test_sign_in_works_on_a_phone_without_javascript(person, browser):
    page = browser(width=360, javascript=False)

    sign_in(page)

    assert page.url.endswith(reverse("home"))


def test_a_wrong_password_shows_an_error_with_status_422(person, client):
    answer = client.post(reverse("account_login"), {"login": person.email, "password": "wrong heron"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'class="errors"' in page
    assert person.email in page
    assert "wrong heron" not in page


def test_an_authenticator_app_is_set_up_from_a_qr_code_that_the_csp_allows(person, browser, axe):
    page = browser(width=360)
    messages = []
    page.on("console", lambda message: messages.append(message.text) if message.type == "error" else None)
    sign_in(page)
    confirm_again(page)

    page.goto(reverse("mfa_activate_totp"))

    assert page.locator(".qr-code svg path").count() > 0
    assert re.fullmatch(r"[A-Z2-7]{32}", page.get_by_label("Key").input_value())
    assert axe(page) == []
    page.locator("main form button").click()
    expect(page.locator(".errors")).to_be_visible()
    assert [text for text in messages if "Content Security Policy" in text] == []


@pytest.mark.parametrize("name", SIGNED_OUT)
def test_pages_for_signed_out_visitors_are_accessible(name, browser, axe, db):
    page = browser(width=360, language="ar")
    messages = []
    page.on("console", lambda message: messages.append(message.text))

    page.goto(reverse(name))

    assert page.locator("h1").count() == 1
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert [text for text in messages if "Content Security Policy" in text] == []


def test_account_pages_are_accessible(person, browser, axe):
    page = browser(width=360)
    sign_in(page)
    confirm_again(page)

    for name in SIGNED_IN:
        page.goto(reverse(name))
        assert page.url.endswith(reverse(name)), name
        assert page.locator("h1").count() == 1, name
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name


def test_sign_in_pages_have_no_inline_scripts_or_styles(person, client):
    client.force_login(person)
    for name in (*SIGNED_OUT, *SIGNED_IN):
        page = client.get(reverse(name), follow=True).content.decode()

        assert " style=" not in page, name
        scripts = re.findall(r"<script\b([^>]*)>", page)
        assert all("src=" in script or "application/json" in script for script in scripts), name


def test_the_language_of_the_account_is_used(person, client):
    person.language = "ar"
    person.save()
    client.force_login(person)

    page = client.get(reverse("mfa_index"), headers={"accept-language": "fr"}).content.decode()

    assert 'lang="ar" dir="rtl"' in page
    with override("ar"):
        assert "الدخول والأمان" in page


@pytest.mark.parametrize("code", [code for code, _name in django_settings.LANGUAGES])
def test_each_language_is_listed_by_its_own_name(code, client, db):
    page = client.get(reverse("public_home"), headers={"accept-language": code}).content.decode()

    assert f'<html lang="{code}"' in page
    for other, name in django_settings.LANGUAGES:
        assert re.search(rf'lang="{other}"[^>]*>{name}<', page)


@pytest.mark.parametrize(("language", "expected"), [("en", "Change password"), ("ar", "تغيير كلمة المرور")])
def test_pages_of_allauth_use_the_words_of_the_portal(person, client, language, expected):
    person.language = language
    person.save()
    client.force_login(person)

    page = client.get(reverse("account_change_password")).content.decode()

    assert expected in page
    assert "Change Password" not in page
