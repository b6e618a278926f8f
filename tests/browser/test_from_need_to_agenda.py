"""Pages from a need to a board's vote in a real browser: accessible, on phones, in both writing directions."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessments.competencies.models import FrameworkVersion
from assessments.consensus.models import RoundParticipation
from assessments.landscape.models import ExternalProgramme
from assessments.needs.models import TrainingNeed
from evaluations.agenda import moderation
from evaluations.agenda.models import ReformAgenda
from evaluations.agenda.motion_models import AgendaMotion, AgendaVote
from participants.accounts.models import User
from programs.programmes.models import Programme
from tests.browser.test_pages_fit_everyone import errors_of

pytestmark = pytest.mark.django_db(transaction=True)


def pages() -> dict[str, list[str]]:
    """Account -> URLs of the sample data; "" for the public."""
    agenda, motion = ReformAgenda.objects.get(), AgendaMotion.objects.first()
    step, need = agenda.items.first(), TrainingNeed.objects.order_by("priority").first()
    version = FrameworkVersion.objects.get(framework__extends=None)
    draft = FrameworkVersion.objects.get(state="draft")
    described, profile = draft.competencies.get(code="IC1"), draft.profiles.first()
    participation = RoundParticipation.objects.get(
        panelist__email="judge@demo.example", round__closed_at=None
    )
    programme, offer = Programme.objects.get(code="PAC-CFM"), ExternalProgramme.objects.first()

    def at(name, *rows):
        return reverse(name, args=[getattr(row, "public_id", row) for row in rows])

    board = [at("evaluations:agenda:agenda", agenda), at("evaluations:agenda:item", step)]
    return {
        "": [*board, reverse("evaluations:agenda:agendas"), at("evaluations:agenda:submit_public_comment", agenda)],
        "judge": [
            board[0], at("evaluations:agenda:motion", motion), at("evaluations:agenda:add_comment", agenda),
            at("evaluations:agenda:pending_comments", agenda), at("assessments:consensus:vote_signed_in",
            participation),
        ],
        "coordinator": [
            at("assessments:consensus:open_round", participation.round.panel),
            *board, at("evaluations:agenda:propose_motion", agenda), at("evaluations:agenda:new_item", agenda),
            at("evaluations:agenda:call_meeting", agenda), reverse("assessments:needs:training_needs"),
            at("assessments:needs:training_need", need), at("programs:programmes:decide", need),
            reverse("assessments:landscape:offers"), at("assessments:landscape:offer", offer),
            reverse("assessments:landscape:new"), reverse("programs:programmes:map"),
            f"{at('programs:programmes:answer_overlap', programme)}?other={offer.public_id}",
            at("assessments:competencies:edition", draft), at("assessments:competencies:competency", described),
            at("assessments:competencies:descriptors", described),
            at("assessments:competencies:map_competency", described),
            at("assessments:competencies:edit_behaviour", described.behaviours.first()),
            at("assessments:competencies:profile", profile), at("assessments:competencies:edit_profile", profile),
            reverse("assessments:competencies:framework"),
            reverse("programs:curriculum:coverage_map"), reverse("programs:funding:gaps"),
            reverse("programs:funding:judges"), reverse("assessments:competencies:frameworks"),
            at("assessments:competencies:edition", version), reverse("assessments:competencies:import"),
            at("assessments:competencies:translations", version, "ar"),
            at("evaluations:results_chain:chain", "evaluations.agendaitem", step),
        ],
    }  # fmt: skip


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_every_page_from_need_to_agenda_is_accessible_and_fits_a_phone(browser, axe, language, direction):
    call_command("demo", "--no-reports", stdout=io.StringIO())
    User.objects.update(language=language)

    moderation.submit_public_comment(
        agenda=ReformAgenda.objects.get(), name="Awa Ndiaye", body="Hear people where they live."
    )

    errors = []
    for account, addresses in pages().items():
        user = User.objects.get(email=f"{account}@demo.example") if account else None
        page = browser(user, width=360, language=language)
        for address in addresses:
            errors += errors_of(page, axe, address, direction)

    assert not errors, "\n".join(errors)


def test_a_judge_votes_for_the_court(browser):
    call_command("demo", "--no-reports", stdout=io.StringIO())
    motion = AgendaMotion.objects.first()
    page = browser(User.objects.get(email="judge@demo.example"), width=360)

    page.goto(reverse("home"))
    address = reverse("evaluations:agenda:motion", args=[motion.public_id])
    page.locator(f"a[href='{address}']").first.click()
    page.locator("input[name=choice][value=for]").last.check()
    page.locator("[name=grounds]").fill("The registry is ready.")
    page.locator("form:has([name=choice]) button").click()
    page.locator(".alert.good").wait_for()

    vote = AgendaVote.objects.get(motion=motion, cast_by__email="judge@demo.example")
    assert (vote.choice, vote.grounds, vote.recorded_by_secretariat) == (
        "for",
        "The registry is ready.",
        False,
    )
    assert page.locator("[name=choice]").count() == 0
