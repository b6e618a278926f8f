"""From an empty installation, by the command of the operator and the browser alone: no factory, no demonstration."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from participants.accounts.models import User
from participants.organisations.models import Court, Jurisdiction, Organisation
from portal.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administrator(transactional_db):
    call_command("administrator", "first@court.example")
    return User.objects.get()


def test_an_administrator_sets_up_jurisdictions_and_courts_in_the_browser(browser, administrator):
    page = browser(administrator)

    page.goto("/home/")
    page.click(f'main a[href="{reverse("setup:setup")}"]')
    page.click(f'main th a[href="{reverse("participants:directory:choose")}"]')
    page.check("input[value=FJ]")
    page.fill("[name=pasted]", "Samoa")
    page.click("main form button.button")
    page.wait_for_url("**" + reverse("participants:directory:jurisdictions"))
    for country, courts in (
        ("Fiji", "High Court, Suva\nMagistrates’ Court, Ba"),
        ("Samoa", "District Court, Apia"),
    ):
        page.goto(reverse("participants:directory:paste_organisations"))
        page.select_option("[name=kind]", "court")
        page.select_option("[name=level]", "first")
        page.select_option("[name=jurisdiction]", label=country)
        page.fill("[name=text]", courts)
        page.click("main form button.button")
        page.wait_for_url("**" + reverse("participants:directory:organisations"))
    page.goto(reverse("setup:setup"))

    assert Jurisdiction.objects.count() == 2
    assert Court.objects.count() == 3
    # Nothing to skip in the two steps that are done.
    open_steps = page.locator("main tbody tr:has(form) th a").evaluate_all(
        "links => links.map(link => link.pathname)"
    )
    assert open_steps == [
        reverse("owner:edit"), reverse("participants:invitations:invite"),
        reverse("assessments:competencies:frameworks"), reverse("evaluations:certificates:edit_default_template"),
    ]  # fmt: skip


def test_duplicates_are_merged_and_the_old_address_leads_on(browser, administrator):
    page = browser(administrator)
    for name in ("Law Society", "The Law Society"):
        page.goto(reverse("participants:directory:new_organisation"))
        page.fill("[name=name]", name)
        page.select_option("[name=kind]", "bar")
        page.click("main form button.button")
        page.wait_for_url("**/directory/organisations/*-*")
    duplicate, kept = (Organisation.objects.get(name=name) for name in ("Law Society", "The Law Society"))
    page.click(
        f'main a[href="{reverse("participants:directory:merge_organisation", args=[kept.public_id])}"]'
    )
    page.select_option("[name=duplicate]", label="Law Society")
    page.click("main form button.button")
    page.click("main form[method=post] button.button")  # after the comparison
    page.wait_for_url("**" + reverse("participants:directory:organisation", args=[kept.public_id]))

    page.goto(reverse("participants:directory:organisation", args=[duplicate.public_id]))

    assert page.url.endswith(reverse("participants:directory:organisation", args=[kept.public_id]))


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_the_pages_of_an_empty_installation_are_accessible_and_fit(
    browser, axe, administrator, language, width
):
    User.objects.update(language=language)
    page = browser(administrator, width=width, language=language)

    for name in (
        "home", "setup:setup", "participants:directory:jurisdictions", "participants:directory:choose",
        "participants:directory:new_jurisdiction", "participants:directory:organisations",
        "participants:directory:new_organisation", "participants:directory:paste_organisations",
        "participants:accounts:roles", "participants:people:people", "participants:invitations:invitations",
        "participants:invitations:invite",
    ):  # fmt: skip
        page.goto(reverse(name))
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_a_person_who_was_invited_opens_an_account_on_a_phone(browser, axe, administrator):
    page = browser(administrator)
    page.goto(reverse("participants:invitations:invite"))
    page.select_option("[name=role]", "coordinator")
    page.fill("[name=people]", "ana@courts.example; Ana Tui")
    page.click("main form button.button")
    page.click("button[name=send]")
    page.wait_for_url("**" + reverse("participants:invitations:invitations"))
    link = OutgoingMail.objects.get(to="ana@courts.example").context["url"]

    phone = browser(width=360)
    phone.goto(link[link.index("/invitation/") :])
    violations = axe(phone)
    phone.fill("[name=password]", "seven quiet herons")
    phone.click("main form button.button")
    phone.wait_for_url(lambda url: "/invitation/" not in url)

    assert violations == []
    assert User.objects.get(email="ana@courts.example").role_assignments.get().role == "coordinator"
