"""User journeys from the first page to the last, in a real browser."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from participants.accounts.models import User
from programs.cohorts.errors import WAITING_MESSAGES
from programs.cohorts.models import Cohort, CohortApplication, Enrolment
from programs.sessions.models import Attendance
from tests.factories.participants import JurisdictionFactory
from tests.factories.programs import (
    CohortApplicationFactory,
    CohortFactory,
    EditionFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = pytest.mark.parametrize("language", ["en", "ar"])
MOTIVATION = "A firm rule on adjournments, and a list that is published."


def speaks(user: User, language: str) -> User:
    user.language = language
    user.save()
    return user


def translated(text, language: str) -> str:
    """The lazily translated text in the language."""
    with override(language):
        return str(text)


def follow(page, selector: str) -> None:
    """Follow a link; neither page may overflow sideways."""
    page.locator(selector).first.click()
    page.wait_for_load_state()
    fits(page)


def fits(page) -> None:
    wide, width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= width, f"{page.url} scrolls sideways: {wide} > {width}"


@pytest.fixture
def full_cohort():
    """A first-come cohort whose only seat is taken."""
    cohort = CohortFactory(
        title="Case-flow management", programme=ProgrammeFactory(title="Pacific courts"), capacity=1,
        selection="first_come", languages=["en", "ar"],
    )  # fmt: skip
    cohort.programme.jurisdictions.add(JurisdictionFactory(name="Fiji"))
    EnrolmentFactory(cohort=cohort)
    return cohort


def start_application(page, cohort) -> None:
    page.goto("/home/")
    follow(page, "a[href='/courses/']")
    follow(page, f"a[href='/cohorts/{cohort.public_id}']")
    follow(page, f"a[href='/cohorts/{cohort.public_id}/apply']")


def write(page, language: str) -> None:
    page.select_option("select[name=jurisdiction]", label="Fiji")
    page.check(f"input[name=language][value={language}]")
    page.fill("textarea[name=motivation]", MOTIVATION)


def read_the_rule(page, language: str) -> None:
    """The page after submission shows the waiting list and the reason."""
    page.wait_for_url(re.compile(r"/applications/"))
    fits(page)
    expect(page.get_by_text(translated(WAITING_MESSAGES["full"], language))).to_be_visible()
    assert MOTIVATION in page.inner_text("main")


@LANGUAGES
def test_a_judge_applies_from_a_phone_saves_a_draft_and_sees_the_reason_for_waiting(
    browser, judge, full_cohort, language
):
    page = browser(speaks(judge, language), width=360, language=language)
    start_application(page, full_cohort)

    write(page, language)
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        page.locator("textarea[name=motivation]").blur()
    assert saved.value.status == 200
    page.reload()
    assert page.input_value("textarea[name=motivation]") == MOTIVATION
    assert page.locator("select[name=jurisdiction] option:checked").inner_text() == "Fiji"
    assert CohortApplication.objects.get().state == "draft"

    page.locator("main form button:not([name])").click()

    read_the_rule(page, language)
    assert page.get_attribute("html", "dir") == {"en": "ltr", "ar": "rtl"}[language]
    application = CohortApplication.objects.get()
    assert (application.person, application.state, application.language) == (
        judge.person,
        "waiting",
        language,
    )


def test_a_judge_applies_without_javascript(browser, judge, full_cohort):
    page = browser(judge, width=360, javascript=False)
    start_application(page, full_cohort)

    write(page, "en")
    page.locator("button[name=draft]").click()
    assert page.input_value("textarea[name=motivation]") == MOTIVATION
    page.locator("main form button:not([name])").click()

    read_the_rule(page, "en")


def test_missing_fields_are_named_and_the_input_stays(browser, judge, full_cohort):
    page = browser(judge, width=360, javascript=False)
    page.goto(f"/cohorts/{full_cohort.public_id}/apply")

    page.fill("textarea[name=motivation]", MOTIVATION)
    page.locator("main form button:not([name])").click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert page.locator("[name=jurisdiction][aria-invalid=true]").count() == 1
    assert page.input_value("textarea[name=motivation]") == MOTIVATION


@LANGUAGES
def test_a_coordinator_accepts_two_applications_and_declines_one_with_a_reason(
    browser, coordinator, language
):
    cohort = CohortFactory(capacity=2)
    place = JurisdictionFactory(name="Samoa")
    rows = [CohortApplicationFactory(cohort=cohort, jurisdiction=place) for _ in range(3)]
    page = browser(speaks(coordinator, language), language=language)
    page.goto(f"/cohorts/{cohort.public_id}/applications")

    for row in rows[:2]:
        page.check(f"input[name=id][value='{row.public_id}']")
    page.locator("button[name=act][value=accept]").click()
    page.wait_for_load_state()
    follow(page, f"a[href='/applications/{rows[2].public_id}/decide']")
    page.fill("textarea[name=reason]", "Both seats are taken; the spring cohort opens in March.")
    page.locator("form:has(textarea[name=reason]) button").click()
    page.wait_for_url(re.compile(r"/applications$"))

    states = dict(CohortApplication.objects.values_list("pk", "state"))
    assert states == {rows[0].pk: "accepted", rows[1].pk: "accepted", rows[2].pk: "declined"}
    assert set(Enrolment.objects.seated().values_list("person", flat=True)) == {
        rows[0].person_id,
        rows[1].person_id,
    }


@LANGUAGES
@pytest.mark.parametrize("javascript", [True, False])
def test_a_coordinator_records_attendance(browser, coordinator, language, javascript):
    enrolment = EnrolmentFactory()
    absent = EnrolmentFactory(cohort=enrolment.cohort)
    now = timezone.now()
    session = SessionFactory(
        cohort=enrolment.cohort, starts=now - timedelta(hours=4), ends=now - timedelta(hours=2)
    )
    page = browser(speaks(coordinator, language), language=language, javascript=javascript)
    page.goto(f"/cohorts/{enrolment.cohort.public_id}/sessions")
    follow(page, f"a[href='/sessions/{session.public_id}/attendance']")

    page.fill(f"input[name=m{enrolment.pk}]", "90")
    page.fill(f"input[name=m{absent.pk}]", "121")
    page.locator("button[value=save]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.input_value(f"input[name=m{enrolment.pk}]") == "90"
    page.locator(f"input[name=p{absent.pk}][value=absent]").check()
    page.locator("button[value=save]").click()
    page.wait_for_load_state()

    kept = dict(Attendance.objects.values_list("enrolment", "minutes"))
    assert kept == {enrolment.pk: 90, absent.pk: 0}


class Clicks:
    """Counts the clicks of a journey; typing is not counted."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def __call__(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()
        self.count += 1


def test_attendance_of_60_people_in_6_sessions_takes_few_clicks(browser, coordinator):
    """One click for a session and one for each exception; it took 360 numbers before."""
    cohort, now = CohortFactory(), timezone.now()
    people = EnrolmentFactory.create_batch(60, cohort=cohort, jurisdiction=JurisdictionFactory())
    sessions = [
        SessionFactory(
            cohort=cohort, starts=now - timedelta(days=9 - n), ends=now - timedelta(days=9 - n, minutes=-90)
        )
        for n in range(6)
    ]
    page = browser(coordinator)
    page.goto(f"/cohorts/{cohort.public_id}/sessions")
    click = Clicks(page)

    click(f"a[href='/sessions/{sessions[0].public_id}/attendance']")
    for session in sessions:
        assert str(session.public_id) in page.url
        click(f"input[name=p{people[0].pk}][value=absent]")
        page.fill(f"input[name=m{people[1].pk}]", "45")
        click("button[name=act]")

    minutes = list(Attendance.objects.values_list("minutes", flat=True))
    assert (minutes.count(90), minutes.count(45), minutes.count(0)) == (58 * 6, 6, 6)
    assert click.count <= 13


@LANGUAGES
@pytest.mark.parametrize("javascript", [True, False])
def test_a_participant_enters_the_code_that_the_screen_shows(
    browser, coordinator, judge, language, javascript
):
    now = timezone.now()
    session = SessionFactory(starts=now - timedelta(minutes=5), ends=now + timedelta(minutes=85))
    EnrolmentFactory(cohort=session.cohort, person=judge.person)
    screen = browser(speaks(coordinator, language), language=language, javascript=javascript)
    screen.goto(f"/sessions/{session.public_id}/code")
    fits(screen)
    code = screen.locator(".big").inner_text()
    phone = browser(speaks(judge, language), language=language, javascript=javascript)
    phone.set_viewport_size({"width": 360, "height": 780})
    phone.goto("/here/")

    phone.fill("input[name=code]", "AAA 000")
    phone.locator("main form button").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    fits(phone)
    phone.fill("input[name=code]", code)
    phone.locator("main form button").click()
    phone.wait_for_url(re.compile(r"/recorded$"))
    fits(phone)

    assert Attendance.objects.get(session=session).minutes == 90
    if javascript:
        expect(screen.locator(".count")).to_contain_text("١" if language == "ar" else "1", timeout=10000)


def test_a_cohort_from_nothing_to_open_takes_few_clicks(browser, coordinator):
    """Only the number of seats is typed: the form has defaults for everything else. It took 27 clicks before."""
    programme = ProgrammeFactory()
    programme.jurisdictions.add(JurisdictionFactory(code="FJ", country="FJ", languages=["en"]))
    edition = EditionFactory(
        contact_hours=12,
        state="retired",
        approved_on=date(2026, 1, 1),
        approved_by=programme.lead_organisation,
    )
    programme.editions.create(edition=edition)
    page = browser(coordinator)
    page.goto(f"/programmes/{programme.public_id}")
    click = Clicks(page)

    click(f"main a[href='/programmes/{programme.public_id}/cohorts/new']")
    page.fill("input[name=capacity]", "25")
    click("main form .button:not(.second)")
    click("main .title a.button[href$='/open']")
    fits(page)
    click("main form .button:not(.second)")
    page.wait_for_url(re.compile(r"/share$"))
    fits(page)

    cohort = Cohort.objects.get()
    assert (cohort.state, cohort.capacity) == ("open", 25)
    assert click.count == 4
    visitor = browser()
    visitor.goto("/courses/")
    follow(visitor, f"a[href='/cohorts/{cohort.public_id}']")
    expect(visitor.locator(f"a[href='/cohorts/{cohort.public_id}/apply']")).to_be_visible()
