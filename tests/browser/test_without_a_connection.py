"""Without a connection nothing that was written is lost: forms are kept in the browser and sent once, later."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evaluations.reforms.models import ReformStep
from participants.accounts.models import User
from tests.factories.participants import UserFactory
from tests.factories.reforms import ReformPlanFactory
from tests.harness import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan():
    return ReformPlanFactory()


@pytest.fixture
def judge_page(browser, plan):
    """The form of a reform step on the judge's phone, with the service worker at work."""
    page = browser(plan.person.user, width=360)
    page.goto(reverse("home"))
    wait_for_the_worker(page)
    page.goto(reverse("evaluations:reforms:add_step", args=[plan.public_id]))
    return page


def wait_for_the_worker(page):
    wait_until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    wait_until(lambda: page.evaluate("caches.match('/offline/').then(page => Boolean(page))"))


def write_without_a_connection(page, title="Publish the list"):
    page.fill("[name=title]", title)
    page.context.set_offline(True)
    page.click("main form button.button")
    page.wait_for_url("**/offline/**")


def test_a_form_is_kept_and_sent_once_when_the_connection_returns(judge_page, plan):
    write_without_a_connection(judge_page)
    expect(judge_page.locator("#outbox li")).to_have_count(1)
    assert not ReformStep.objects.exists()

    judge_page.context.set_offline(False)
    back_in_the_portal(judge_page)
    expect(judge_page.locator("#outbox a")).to_have_attribute(
        "href", absolute(judge_page, reverse("evaluations:reforms:plan", args=[plan.public_id]))
    )
    assert ReformStep.objects.get().title == "Publish the list"
    judge_page.reload()
    expect(judge_page.locator("#outbox")).to_be_hidden()
    assert ReformStep.objects.count() == 1


def back_in_the_portal(page):
    """The page moves on by itself once the connection is back."""
    page.locator("html:not(:has(meta[name=offline])) #outbox").wait_for(state="attached", timeout=20_000)


def absolute(page, path):
    return page.evaluate("path => new URL(path, location.href).href", path)


def test_pages_that_cannot_be_reached_say_so_in_the_portal(judge_page, axe):
    judge_page.context.set_offline(True)
    judge_page.goto(reverse("home"))

    assert judge_page.locator("meta[name=offline]").count() == 1
    assert axe(judge_page) == []
    assert judge_page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_form_that_the_server_refuses_comes_back_with_what_was_written(judge_page, plan):
    judge_page.evaluate("document.querySelector('[name=title]').removeAttribute('maxlength')")
    write_without_a_connection(judge_page, title="x" * 400)
    judge_page.context.set_offline(False)
    back_in_the_portal(judge_page)
    judge_page.locator("#outbox button").first.click()
    judge_page.wait_for_load_state()

    assert judge_page.input_value("[name=title]") == "x" * 400
    assert not ReformStep.objects.exists()


def test_another_person_in_the_same_browser_sends_nothing(judge_page, browser, plan, live_server):
    write_without_a_connection(judge_page)
    judge_page.context.clear_cookies()
    judge_page.context.add_cookies(browser(UserFactory()).context.cookies())
    judge_page.context.set_offline(False)
    back_in_the_portal(judge_page)
    judge_page.wait_for_load_state("networkidle")

    expect(judge_page.locator("#outbox")).to_be_hidden()
    assert not ReformStep.objects.exists()
    assert User.objects.count() >= 2


def test_passwords_are_never_kept(browser):
    page = browser(width=360)
    page.goto("/")
    wait_for_the_worker(page)
    page.goto(reverse("account_login"))
    page.fill("[name=login]", "a@court.example")
    page.fill("[name=password]", "seven quiet herons")
    page.context.set_offline(True)
    page.locator("form:has([name=password]) button.button").click()
    page.wait_for_url("**/offline/**")

    expect(page.locator("#outbox")).to_be_hidden()
