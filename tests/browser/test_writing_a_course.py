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
    page = browser(coordinator, javascript=False)
    page.goto(reverse("programs:curriculum:edition", args=[section.edition.public_id]))

    for _time in range(2):
        page.get_by_role("button", name="Move up: Final test").press("Enter")
        page.wait_for_load_state()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Move down: Final test")).to_be_focused()
    page.get_by_role("link", name="Remove… Reading list").click()
    page.get_by_role("button", name="Remove").click()

    expect(page.get_by_text("“Reading list” removed.")).to_be_visible()
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
