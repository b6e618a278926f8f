"""The page of a final test in a real browser: readable, accessible and within a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from programs.learning import authoring, quiz_attempts
from tests.factories import quizzes as make
from tests.factories.programs import CohortFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("correct", "sign"), [(1, ".alert.bad"), (4, ".alert.good")])
def test_the_result_is_accessible_and_fits_a_phone(browser, axe, judge, coordinator, language, correct, sign):
    type(judge).objects.update(language=language)
    quiz = make.quiz(each=4)
    make.question_bank(quiz, questions=4)
    for title in ("Early conferences", "When a party asks to adjourn a hearing for the third time"):
        authoring.add_unit(
            section=quiz.unit.section, by=coordinator, kind="text", title=title, body="Text", minutes=20,
            competencies=[quiz.unit.section.edition.coverage.get().competency],
        )  # fmt: skip
    enrolment = EnrolmentFactory(
        cohort=CohortFactory(edition=quiz.unit.section.edition, state="running"), person=judge.person
    )
    invitation = quiz_attempts.start_attempt(enrolment=enrolment, quiz=quiz)
    make.submit(invitation, {f"b{n}": "yes" if n <= correct else "no" for n in range(1, 5)})
    page = browser(judge, width=360, language=language)

    for address in (
        reverse("programs:learning:unit", args=[enrolment.public_id, quiz.unit.public_id]),
        reverse("programs:learning:course", args=[enrolment.public_id]),
    ):
        page.goto(address)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.go_back()
    expect(page.locator(sign)).to_be_visible()
