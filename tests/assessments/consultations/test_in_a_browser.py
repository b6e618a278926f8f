"""The pages of consultations in Chromium, at both widths."""

import datetime

import pytest
from django.urls import reverse

from assessments.consultations import services
from tests.factories import assessments as make

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_are_accessible_and_fit_a_phone(browser, axe, coordinator):
    assessment = make.open_assessment()
    row = services.create(
        assessment=assessment, kind="workshop", title="Workshop in Suva", held_on=datetime.date(2026, 11, 2),
        minutes="One.\n\nTwo.", by=None,
    )  # fmt: skip
    services.set_participants(
        consultation=row, revision=1, groups={"judge": 6}, people=[("Litia Vaka", "Judge")], by=None
    )
    services.add_finding(
        consultation=row,
        competency=assessment.items.first().competency,
        direction="supports",
        text="So",
        by=None,
    )

    for width in (1280, 360):
        page = browser(coordinator, width=width)
        for name, target in (("consultations", assessment), ("evidence", assessment), ("new", assessment),
                             ("consultation", row), ("edit", row), ("participants", row), ("add_finding", row),
                             ("add_document", row)):  # fmt: skip
            page.goto(reverse(f"assessments:consultations:{name}", args=[target.public_id]))
            wide = page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
            assert (axe(page), wide) == ([], False), name
