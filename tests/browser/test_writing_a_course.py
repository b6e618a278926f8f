"""Editing sections and units in a real browser: by keyboard, without JavaScript, and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from programs.curriculum import sections
from programs.learning import authoring
from programs.learning.models import Unit
from tests.factories.programs import EditionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def section(coordinator):
    edition = EditionFactory()
    first = sections.add_section(edition=edition, title="Why dockets stall", by=coordinator)
    sections.add_section(edition=edition, title="Early conferences", by=coordinator)
    for title in ("What a stalled docket costs the parties and the court", "Reading list", "Final test"):
        authoring.add_unit(section=first, by=coordinator, kind="quiz", title=title)
    return first


def test_a_unit_is_moved_by_keyboard_and_removed_without_scripts(browser, coordinator, section):
    _costs, reading_list, last = section.units.order_by("position")
    move = f"form[action='{reverse('programs:learning:move_unit', args=[last.public_id])}'] button"
    page = browser(coordinator, javascript=False)
    page.goto(reverse("programs:curriculum:edition", args=[section.edition.public_id]))

    for _time in range(2):
        page.locator(f"{move}[value=up]").press("Enter")
        page.wait_for_load_state()
    page.keyboard.press("Tab")
    expect(page.locator(f"{move}[value=down]")).to_be_focused()
    page.locator(
        f"a[href='{reverse('programs:learning:remove_unit', args=[reading_list.public_id])}']"
    ).click()
    page.locator("main form button").click()

    expect(page.locator(".alert.good")).to_contain_text("Reading list")
    assert list(Unit.objects.values_list("position", "title")) == [
        (1, "Final test"),
        (2, "What a stalled docket costs the parties and the court"),
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_writing_a_course_is_accessible_and_fits_a_phone(browser, axe, coordinator, section, language):
    type(coordinator).objects.update(language=language)
    unit = section.units.last()
    page = browser(coordinator, width=360, language=language)

    for name, row in (
        ("curriculum:edition", section.edition), ("curriculum:edit_section", section),
        ("curriculum:remove_section", section),
        ("learning:edit_unit", unit), ("learning:remove_unit", unit),
    ):  # fmt: skip
        page.goto(reverse(f"programs:{name}", args=[row.public_id]))
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
