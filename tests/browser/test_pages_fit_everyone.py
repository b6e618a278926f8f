"""Pages of the sample data with a screen reader, on a phone, in dark mode, and in both writing directions."""

import io

import pytest
from django.core.management import call_command

from assessments.collection.models import Invitation
from assessments.collection.queries import PURPOSE
from assessments.consensus.models import Panelist, RoundParticipation
from assessments.consensus.queries import PURPOSE as BALLOT
from participants.accounts.models import User
from portal.links import services as links
from programs.curriculum.models import Module
from programs.curriculum.services import create_next_edition
from programs.learning.authoring import add_unit
from tests.browser.pages import pages_by_account

pytestmark = pytest.mark.django_db(transaction=True)


def questionnaire(language: str, **where: object) -> dict[str, str]:
    """Pages of an open questionnaire, as a respondent in that language sees them."""
    invitation = Invitation.objects.filter(state="invited", **where).last()
    assert invitation is not None
    Invitation.objects.filter(pk=invitation.pk).update(language=language)
    token = links.make(PURPOSE, invitation, expires_at=invitation.collection.closes_at)[1]
    kind = invitation.collection.version.instrument.kind
    pages = {"answer": f"/answer/{token}", "page": f"/answer/{token}/1", "submit": f"/answer/{token}/submit"}
    return {f"{kind}-{name}": address for name, address in pages.items()}


def ballot(language: str) -> dict[str, str]:
    """The second voting round of the sample panel, as a panelist sees it."""
    participation = RoundParticipation.objects.filter(round__number=2).order_by("pk").last()
    assert participation is not None
    Panelist.objects.filter(pk=participation.panelist_id).update(language=language)
    token = links.make(BALLOT, participation, expires_at=participation.round.closes_at)[1]
    return {"vote": f"/consensus/{token}", "finish": f"/consensus/{token}/finish"}


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_every_main_page_is_accessible_and_fits_a_phone(browser, axe, language, direction):
    call_command("demo", "--no-reports", stdout=io.StringIO())
    draft = create_next_edition(module=Module.objects.order_by("pk")[0], by=None)
    add_unit(section=draft.sections.all()[0], kind="text", title="Reading list", body="What to read", by=None)
    User.objects.update(language=language)
    seen = pages_by_account()
    pages = {
        account: seen[account] for account in ("", "judge", "coordinator", "funder", "focal", "evaluator")
    }
    pages[""] |= questionnaire(language, collection__needs_assessment__state="open")
    pages[""] |= questionnaire(language, collection__cohort_survey__state="open")
    pages[""] |= ballot(language)

    errors = []
    for account, addresses in pages.items():
        user = User.objects.get(email=f"{account}@demo.example") if account else None
        page = browser(user, width=360, language=language)
        for address in addresses.values():
            errors += errors_of(page, axe, address, direction)

    assert not errors, "\n".join(errors)


def errors_of(page, axe, address: str, direction: str) -> list[str]:
    """Errors of the page: status, direction, width at 360, axe, and contrast in dark mode, which direction does not
    affect.
    """
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    answer = page.goto(address)
    errors = [] if answer.status == 200 else [f"status {answer.status}"]
    if page.get_attribute("html", "dir") != direction:
        errors.append("wrong direction")
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        errors.append("scrolls sideways")
    errors += axe(page)
    if direction == "ltr":
        page.emulate_media(color_scheme="dark")
        errors += [f"dark: {error}" for error in axe(page, "color-contrast")]
    return [f"{address}: {error}" for error in errors]
