"""Every component of the design system in a real browser: accessible in each colour scheme and text direction."""

import pytest
from django.urls import reverse


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_the_page_exists_in_demo_mode_only(client, db):
    assert client.get(reverse("components")).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_component_is_accessible(scheme, width, language, demo, browser, axe):
    page = browser(width=width, language=language)
    page.emulate_media(color_scheme=scheme)
    messages = []
    page.on("console", lambda message: messages.append(message.text))

    page.goto(reverse("components"))

    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [text for text in messages if "Content Security Policy" in text] == []


def test_the_error_summary_gets_the_focus_and_links_to_the_field(demo, browser):
    page = browser()
    page.goto(reverse("components"))

    assert page.evaluate("document.activeElement.className") == "errors"
    page.get_by_role("link", name="Places: Enter a whole number.").click()

    assert page.evaluate("document.activeElement.id") == "id_places"
    assert page.locator("#id_places").input_value() == "thirty"
