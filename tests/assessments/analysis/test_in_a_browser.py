"""The pages of the analysis in Chromium: on a phone, in dark mode, right to left; and live weights."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.analysis import services
from assessments.collection.models import Answer
from assessments.needs import services as needs
from participants.accounts.models import RoleAssignment
from tests.factories import assessments as make
from tests.factories.participants import RoleFactory

pytestmark = pytest.mark.django_db(transaction=True)

TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return "";
    const out = [...document.querySelectorAll("main *")].filter((one) => {
        const box = one.getBoundingClientRect(); return box.right > width + 1 || box.left < -1;
    });
    return out.slice(0, 8).map((one) => one.tagName + "." + one.className).join(" ") || "unknown";
}"""


@pytest.fixture
def manager(db):
    return RoleFactory(role=RoleAssignment.Role.COORDINATOR).user


@pytest.fixture
def closed(db):
    assessment = make.open_assessment(weights={"judge": "0.7", "civil_society": "0.3"})
    for group, first, second in (("judge", (5, 1), (3, 2)), ("civil_society", (3, 3), (5, 1))):
        for n in range(11):
            d1, d2 = (first[0] - n % 2, first[1]), (second[0] - n % 2, second[1])
            comment = "Ask Anna Tui" if (group, n) == ("judge", 0) else ""
            make.answer(assessment, group=group, ratings={"D1.1": d1, "D1.2": d2}, comment=comment)
    return needs.close_assessment(assessment=assessment, by=None)


def lines(page):
    return [row.inner_text().split("\n")[0:6] for row in page.locator("#lines tr").all()]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_every_page_fits_a_phone_and_passes_axe_by_day_and_night(
    browser, axe, closed, manager, language, direction
):
    type(manager).objects.filter(pk=manager.pk).update(language=language)
    manager.refresh_from_db()
    findings = services.draft_findings(ranking=closed.rankings.get(), language=language, by=manager)
    page = browser(manager, width=360, language=language)
    names = ("disagreement", "weights", "coding", "shared", "all_findings", "data")
    addresses = [reverse(f"assessments:analysis:{name}", args=[closed.public_id]) for name in names]
    addresses += [
        reverse("assessments:needs:results", args=[closed.public_id]),
        reverse("assessments:analysis:findings", args=[findings.public_id]),
        reverse("assessments:analysis:edit_findings", args=[findings.public_id]),
        reverse(
            "assessments:analysis:comment",
            args=[closed.public_id, Answer.objects.get(text="Ask Anna Tui").short_id],
        ),
    ]

    errors = []
    for address in addresses:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.goto(address)
            wide = page.evaluate(TOO_WIDE)
            errors += [f"{address} {scheme}: {error}" for error in axe(page)]
            errors += [f"{address}: too wide: {wide}"] if wide else []
            errors += [f"{address}: direction"] * (page.evaluate("document.dir") != direction)

    assert not errors, "\n".join(errors)


def test_a_weight_moved_in_the_browser_shows_what_the_server_shows(browser, closed, manager):
    url = reverse("assessments:analysis:weights", args=[closed.public_id])
    page = browser(manager)
    page.goto(url)
    before = lines(page)

    page.locator("[data-slider=civil_society]").fill("95")
    page.locator("[data-code=judge]").fill("5")
    expect(page.locator("[data-said]")).not_to_be_empty()
    from_server = browser(manager)
    from_server.goto(f"{url}?w-judge=5&w-civil_society=95")
    page.wait_for_function(
        "words => document.querySelector('#lines').innerText.split(/\\s+/).join(' ') === words",
        arg=" ".join(from_server.locator("#lines").inner_text().split()),
    )

    assert "Task 1.1" in before[0][1] + before[0][0]
    assert "Task 1.2" in lines(page)[0][1] + lines(page)[0][0]
    assert lines(page) == lines(from_server)
    assert "%" in page.locator("#lines tr").first.inner_text()


def test_a_selected_name_is_added_to_the_redactions(browser, closed, manager):
    answer = Answer.objects.get(text="Ask Anna Tui")
    page = browser(manager)
    page.goto(reverse("assessments:analysis:comment", args=[closed.public_id, answer.short_id]))

    page.evaluate(
        """() => {
        const comment = document.querySelector("[data-comment]");
        const node = document.createTreeWalker(comment, NodeFilter.SHOW_TEXT).nextNode();
        const at = node.data.indexOf("Anna"); const range = document.createRange();
        range.setStart(node, at); range.setEnd(node, at + 8);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.locator("[data-blackout] button").click()

    assert page.locator("textarea[name=hide]").input_value() == "Anna Tui"
