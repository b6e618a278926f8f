"""A coordinator writes questions in the browser: choices in a table, conditions from menus."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.competencies.services import load_framework
from assessments.instruments.models import Question
from assessments.needs.models import NeedsAssessment, StakeholderGroup
from tests.factories import questionnaires as forms
from tests.factories.participants import JurisdictionFactory, OrganisationFactory
from tests.factories.questionnaires import url_of as url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version(transactional_db):
    return forms.version(
        [
            ("type", "name", "label"),
            ("begin_group", "you", "About you"),
            ("select_one yesno", "sits", "Do you sit?"),
            ("integer", "years", "For how many years?"),
            ("end_group", "", ""),
            ("begin_group", "court", "Your court"),
            ("text", "reasons", "What delays cases?"),
            ("end_group", "", ""),
        ]
    )


def test_choices_are_typed_moved_and_dragged_in_a_table(browser, coordinator, version):
    page = browser(coordinator)
    page.goto(url("add", version) + "?type=select_one")
    page.fill("[name=label]", "How often is a hearing adjourned?")
    for number, label in enumerate(("Often", "Never", "Sometimes")):
        page.locator("[name=choices-label]").nth(number).fill(label)
    page.locator("[name=choices-label]").nth(2).press("Enter")
    page.keyboard.type("Always")
    page.locator(".choices tbody tr").nth(3).locator("[data-act=up]").press("Enter")
    grip = page.locator(".choices tbody tr").nth(1).locator("[data-grip]")
    grip.hover()
    first = page.locator(".choices tbody tr").nth(0).bounding_box()
    page.mouse.down()
    page.mouse.move(first["x"] + 20, first["y"] + 4, steps=4)
    page.mouse.up()
    page.click("main form .dock button.button:not(.second)")
    page.wait_for_url("**" + url("version", version) + "*")

    choices = Question.objects.get(version=version, name__startswith="how_often").choice_list.choices
    assert list(choices.values_list("texts__label", flat=True)) == ["Never", "Often", "Always", "Sometimes"]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("en", 360), ("ar", 360)])
def test_a_condition_is_built_from_menus(browser, axe, coordinator, version, language, width):
    type(coordinator).objects.update(language=language)
    page = browser(coordinator, width=width, language=language)
    page.goto(url("question", version, "reasons"))
    page.locator("details:has([name=relevant]) > summary").first.click()
    built = page.locator("[data-rows=relevant]")
    first, second = built.locator("[data-row]").nth(0), built.locator("[data-row]").nth(1)

    first.locator("[data-question]").select_option("sits")
    expect(first.locator("[data-operator] option")).to_have_count(4)
    first.locator("[data-value]").select_option("no")
    second.locator("[data-question]").select_option("years")
    second.locator("[data-operator]").select_option("answered")
    expect(second.locator("[data-value]")).to_be_hidden()
    violations = axe(page)
    overflow = page.evaluate("document.documentElement.scrollWidth") > width
    page.click("main form .dock button.button:not(.second)")
    page.wait_for_url("**" + url("version", version) + "*")

    assert (
        Question.objects.get(version=version, name="reasons").relevant == "${sits} = 'no' and ${years} != ''"
    )
    assert violations == []
    assert not overflow


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("en", 360), ("ar", 360)])
def test_several_questions_are_written_on_one_page(browser, axe, coordinator, version, language, width):
    type(coordinator).objects.update(language=language)
    page = browser(coordinator, width=width, language=language)
    page.goto(url("add_several", version))
    page.locator("[name=rows-label]").nth(0).fill("Who decides?")
    page.locator("[name=rows-choices]").nth(0).fill("Judge\nRegistrar")
    page.locator("[name=rows-label]").nth(1).fill("Why?")
    page.locator("[name=rows-type]").nth(1).select_option("date")
    violations = axe(page)
    overflow = page.evaluate("document.documentElement.scrollWidth") > width
    page.click("main form .dock button.button")
    page.wait_for_url("**" + url("version", version) + "*")

    assert list(version.questions.order_by("position").values_list("name", flat=True))[-2:] == [
        "who_decides",
        "why",
    ]
    assert (violations, overflow) == ([], False)


def test_a_question_is_dragged_into_another_section(browser, axe, coordinator, version):
    page = browser(coordinator)
    page.goto(url("version", version))
    violations = axe(page)
    page.locator("#q-years > .line [data-grip]").hover()
    target = page.locator("#q-reasons > .line").bounding_box()
    page.mouse.down()
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] - 4, steps=6)
    page.mouse.up()
    page.wait_for_url("**?at=years**")

    assert list(version.questions.order_by("position").values_list("name", "parent__name"))[-2:] == [
        ("reasons", "court"), ("years", "court")
    ]  # fmt: skip
    assert violations == []


class Clicks:
    """Counts a person's clicks and the pages that load."""

    def __init__(self, page):
        self.page, self.clicks, self.loads = page, 0, 0
        page.on("load", self._loaded)

    def _loaded(self, *_args):
        self.loads += 1

    def click(self, selector):
        self.clicks += 1
        self.page.locator(selector).first.click()

    def go(self, selector):
        with self.page.expect_navigation():
            self.click(selector)


def test_twenty_questions_cost_two_clicks(browser, coordinator, version):
    page = browser(coordinator)
    page.goto(url("version", version))
    person = Clicks(page)

    person.go(f"a[href='{url('add_several', version)}']")
    page.locator("[name=rows-label]").first.focus()
    for number in range(20):  # by keyboard: text, type, required, choices, and past the three buttons
        page.keyboard.type(f"Question {number}?")
        for _field in range(3):
            page.keyboard.press("Tab")
        page.keyboard.type("Yes")
        page.keyboard.press("Enter")
        page.keyboard.type("No")
        if page.locator("[name=rows-label]").nth(number + 1).count():
            page.locator("[name=rows-label]").nth(number + 1).focus()
        else:
            page.locator("[data-act=add]").press("Enter")
    person.go("main form .dock button.button")

    assert version.questions.filter(type="select_one").count() == 21
    assert (person.clicks, person.loads) <= (2, 2)


def test_an_assessment_is_set_up_with_few_clicks(browser, coordinator):
    """From the list to a draft that can be opened: settings, questions, weights, respondents, text."""
    load_framework()
    OrganisationFactory()
    JurisdictionFactory(code="FJ")
    type(coordinator).objects.update(language="en")
    page = browser(coordinator)
    page.goto(reverse("assessments:needs:assessments"))
    person = Clicks(page)

    person.go(f"a[href='{reverse('assessments:needs:new')}']")
    page.fill("[name=title]", "What courts need")
    person.go("main form button.button:not(.second)")
    person.click("main [name=domains]")
    person.go("main form button.button:not(.second)")
    person.go("main form button.button:not(.second)")
    assessment = NeedsAssessment.objects.get()
    person.go(f"a[href='{reverse('assessments:needs:add_respondents', args=[assessment.public_id])}']")
    page.fill("main [name=text]", "a@court.example, Ana, judge, FJ, en")
    person.go("main form button.button:not(.second)")

    assert assessment.groups.count() == len(StakeholderGroup.Code.values)
    assert assessment.items.exists()
    assert assessment.collection.invitations.count() == 1
    assert person.clicks <= 7
