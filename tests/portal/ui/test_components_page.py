"""Every part of the design system, in a real browser: no fault of accessibility in any scheme or direction."""

import pytest
from django.urls import reverse


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_only_a_demonstration_shows_the_parts(client, db):
    assert client.get(reverse("components")).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_part_has_a_fault_of_accessibility(scheme, width, language, demo, browser, axe):
    page = browser(width=width, language=language)
    page.emulate_media(color_scheme=scheme)
    refused = []
    page.on("console", lambda message: refused.append(message.text))

    page.goto(reverse("components"))

    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [text for text in refused if "Content Security Policy" in text] == []


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(demo, browser):
    page = browser()
    page.goto(reverse("components"))

    assert page.evaluate("document.activeElement.className") == "errors"
    page.get_by_role("link", name="Places: Enter a whole number.").click()

    assert page.evaluate("document.activeElement.id") == "id_places"
    assert page.locator("#id_places").input_value() == "thirty"
