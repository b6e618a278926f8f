"""The open assessment: answered through an open link, in French, Arabic or Russian, without invitations."""

import random

from django.utils import timezone

from assessments.collection import open_links
from assessments.collection.models import Answer, Collection, Invitation, Response
from assessments.collection.outreach_models import OpenLink
from assessments.competencies.models import Competency
from assessments.instruments.models import Question
from assessments.needs import services
from assessments.needs.models import NeedsAssessment
from evaluations.management.demo_data import answers, backdating, questionnaire
from evaluations.management.demo_data.jurisdictions import Institutions
from evaluations.management.demo_data.needs import WEIGHTS, draft
from evaluations.management.demo_data.people import People
from participants.organisations.models import Jurisdiction

TITLE = "Digital justice: what courts need"
COURTS, BAR = "Poster in the courts, with a code to scan", "Letter of the bar associations"
CAME = {
    # group -> responses submitted, drafts saved, only opened
    "judge": (26, 4, 1), "prosecutor": (8, 1, 0), "court_staff": (14, 2, 1), "lawyer": (11, 2, 1), "civil_society": (7, 1, 1),
}  # fmt: skip
STATES = (Invitation.State.COMPLETE, Invitation.State.STARTED, Invitation.State.INVITED)


def build(institutions: Institutions, people: People, domains: list[list[Competency]]) -> NeedsAssessment:
    rng = random.Random(17)  # noqa: S311  # a demonstration's answers, no secret
    by = people.accounts["coordinator"]
    where = [institutions.jurisdictions[code] for code in ("TN", "KG", "SN")]
    assessment = draft(
        TITLE, institutions, people, jurisdictions=where, languages=["fr", "ar", "ru"],
        competencies=[*domains[0][:3], *domains[1][:3], *domains[2]], opens_at=backdating.morning(-9, "UTC"),
        anonymity=Collection.Anonymity.OPEN,
    )  # fmt: skip
    collection = assessment.collection
    questionnaire.write(collection.version, by=by)
    links = {
        label: open_links.make_link(
            collection=collection, label=label, groups=groups, jurisdictions=where, max_respondents=max_respondents, expires_at=None,
            by=by,
        )
        for label, groups, max_respondents in ((COURTS, [code for code in WEIGHTS if code != "lawyer"], 500), (BAR, ["lawyer"], 200))
    }  # fmt: skip
    services.open_assessment(assessment=assessment, by=by)
    backdating.backdate_row(assessment, days=20)
    backdating.backdate_history(assessment, days=15)
    _come(collection, where, rng)
    for label, link in links.items():
        started_count = sum(
            sum(numbers) for group, numbers in CAME.items() if (group == "lawyer") == (label == BAR)
        )
        OpenLink.objects.filter(pk=link.pk).update(started_count=started_count)
    return assessment


def _come(collection: Collection, where: list[Jurisdiction], rng: random.Random) -> None:
    """Respondents of the open link have no address; submitted responses have no link to them, drafts have."""
    invitations = []
    for group, numbers in CAME.items():
        states = [state for state, number in zip(STATES, numbers, strict=True) for _n in range(number)]
        for number, state in enumerate(states):
            place = where[number % len(where)]
            spoken = [code for code in place.languages if code in collection.languages]
            invitations.append(
                Invitation(
                    collection=collection, group_code=group, jurisdiction=place, state=state,
                    court_level=answers.level_of(group, number), language=spoken[number // 3 % len(spoken)],
                )
            )  # fmt: skip
    Invitation.objects.bulk_create(invitations)
    questions = list(
        Question.objects.filter(version=collection.version_id)
        .select_related("competency")
        .order_by("position")
    )
    sent = [
        _response(invitation) for invitation in invitations if invitation.state == Invitation.State.COMPLETE
    ]
    drafts = [
        _response(invitation) for invitation in invitations if invitation.state == Invitation.State.STARTED
    ]
    Response.objects.bulk_create([*sent, *drafts])
    answer_rows = answers.rows(sent, questions, rng, questionnaire.sample_answers)
    answer_rows += answers.rows(drafts, questions[: len(questions) // 3], rng)
    Answer.objects.bulk_create(answer_rows, batch_size=5000)


def _response(invitation: Invitation) -> Response:
    is_sent = invitation.state == Invitation.State.COMPLETE
    return Response(
        collection=invitation.collection, group_code=invitation.group_code, jurisdiction=invitation.jurisdiction,
        court_level=invitation.court_level, language=invitation.language, page=1 if is_sent else 2,
        invitation=None if is_sent else invitation, saved_at=None if is_sent else timezone.now(),
        submitted_at=invitation.collection.opens_at if is_sent else None,
    )  # fmt: skip
