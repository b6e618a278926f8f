"""The competency framework and two needs assessments: one closed and ranked long ago, one open today."""

import random
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from assessments.collection.models import Answer, Collection, Invitation, Response
from assessments.competencies.models import Competency
from assessments.competencies.services import load_framework
from assessments.instruments.models import Question
from assessments.needs import services
from assessments.needs.models import NeedsAssessment, RankedNeed, TrainingNeed
from evaluations.management.demo_world import questionnaire
from evaluations.management.demo_world.people import People
from evaluations.management.demo_world.places import Places
from participants.organisations.models import Jurisdiction
from programs.curriculum.models import Edition
from programs.curriculum.services import answer_need

WEIGHTS = {
    "judge": Decimal("0.35"), "prosecutor": Decimal("0.10"), "court_staff": Decimal("0.20"),
    "lawyer": Decimal("0.15"), "ministry": Decimal("0.05"), "civil_society": Decimal("0.10"),
    "oversight": Decimal("0.05"),
}  # fmt: skip
ASKED = {
    "judge": 90,
    "prosecutor": 24,
    "court_staff": 56,
    "lawyer": 48,
    "ministry": 9,
    "civil_society": 18,
    "oversight": 7,
}
COMMENTS = [
    "Dates are moved on the day itself; nobody comes prepared.",
    "We need forms that fit our registry, not a lecture.",
    "Parties without a lawyer do not understand our directions.",
]
WORDS = {
    "Needs of the Pacific courts": {
        "fr": ("Les besoins des tribunaux du Pacifique", "Dites-nous ce qui compte dans votre travail et comment cela se fait aujourd’hui."),
    },
    "Digital justice: what courts need": {
        "fr": ("Justice numérique : ce dont les tribunaux ont besoin", "Dites-nous ce qui compte dans votre travail et comment cela se fait aujourd’hui."),
        "ar": ("العدالة الرقمية: ما تحتاجه المحاكم", "أخبرونا بما يهم في عملكم وكيف يؤدَّى اليوم."),
        "ru": ("Цифровое правосудие: что нужно судам", "Расскажите, что важно в вашей работе и насколько хорошо это делается сегодня."),
    },
}  # fmt: skip
INTRODUCTION = "Tell us what matters in your work and how well it is done today."


def framework() -> list[list[Competency]]:
    """Competencies by domain, in the framework's order."""
    version = load_framework()
    domains = list(Competency.objects.filter(version=version, kind="domain"))
    return [list(Competency.objects.filter(parent=domain)) for domain in domains]


def build(
    places: Places, people: People, domains: list[list[Competency]], editions: dict[str, Edition],
    rng: random.Random,
) -> list[TrainingNeed]:  # fmt: skip
    """The accepted needs, the one that case-flow management answers first."""
    pacific = [places.jurisdictions[code] for code in ("FJ", "WS", "VU")]
    asked = [competency for domain in domains for competency in domain[:3]]
    closed = _draft("Needs of the Pacific courts", places, people, pacific, ["en", "fr"], asked)
    _invite(closed, pacific, ASKED, rng, answered=0.78)
    services.open_assessment(assessment=closed, by=people.accounts["coordinator"])
    _answer(closed, rng, strong=domains[0][:3])
    services.close_assessment(assessment=closed, by=people.accounts["coordinator"])
    asked_at = timezone.now() - timedelta(days=1000)
    NeedsAssessment.objects.filter(pk=closed.pk).update(created_at=asked_at)
    Collection.objects.filter(pk=closed.collection_id).update(
        opens_at=asked_at, closes_at=asked_at + timedelta(days=45)
    )
    needs = _decide(closed, people, editions)
    _open_one(places, people, domains, rng)
    return needs


def _draft(
    title: str, places: Places, people: People, jurisdictions: list[Jurisdiction], languages: list[str],
    asked: list[Competency],
) -> NeedsAssessment:  # fmt: skip
    by = people.accounts["coordinator"]
    assessment = services.create_assessment(
        title=title, owner=places.organisations["network"], framework_version=asked[0].version,
        jurisdictions=jurisdictions, opens_at=timezone.now() - timedelta(hours=1),
        closes_at=timezone.now() + timedelta(days=18), languages=languages, introduction=INTRODUCTION, by=by,
    )  # fmt: skip
    words = {"en": (title, INTRODUCTION), **WORDS[title]}
    services.set_words(assessment=assessment, words={code: words[code] for code in languages}, by=by)
    services.set_items(assessment=assessment, competencies=asked, by=by)
    services.set_groups(assessment=assessment, weights=WEIGHTS, by=by)
    return assessment


def _invite(
    assessment: NeedsAssessment, jurisdictions: list[Jurisdiction], asked: dict[str, int], rng: random.Random,
    *, answered: float,
) -> None:  # fmt: skip
    sent = timezone.now() - timedelta(days=9)
    rows = []
    for group, number in asked.items():
        for index in range(number):
            place = jurisdictions[index % len(jurisdictions)]
            state = "complete" if rng.random() < answered else rng.choice(["invited", "started", "bounced"])
            rows.append(
                Invitation(
                    collection=assessment.collection, group_code=group, jurisdiction=place, state=state, invited_at=sent,
                    email=f"{group}{index}.{assessment.pk}@respondent.example",
                    language=place.languages[index % len(place.languages)],
                )
            )  # fmt: skip
    Invitation.objects.bulk_create(rows)


def _answer(assessment: NeedsAssessment, rng: random.Random, *, strong: list[Competency]) -> None:
    """Confidential answers: no tie to who was invited, one time for all."""
    collection = assessment.collection
    complete = collection.invitations.filter(state="complete").values_list(
        "group_code", "jurisdiction", "language"
    )
    responses = [
        Response(
            collection=collection,
            group_code=group,
            jurisdiction_id=place,
            language=language,
            submitted_at=None,
        )
        for group, place, language in complete
    ]
    for response in responses:
        response.submitted_at = collection.opens_at
    Response.objects.bulk_create(responses)
    questions = list(Question.objects.filter(version=collection.version_id).order_by("position"))
    needed = {competency.pk for competency in strong}
    answers: list[Answer] = []
    for response in responses:
        said = (_said(response, question, needed, rng) for question in questions)
        answers += [answer for answer in said if answer]
    Answer.objects.bulk_create(answers, batch_size=5000)


def _said(response: Response, question: Question, needed: set[int], rng: random.Random) -> Answer | None:
    if question.type == Question.Type.RATING:
        if rng.random() < 0.04:
            return Answer(response=response, question=question, not_applicable=True)
        return Answer(response=response, question=question, number=_rate(question, needed, response, rng))
    if question.competency_id is None:
        return questionnaire.answer(response, question, rng)
    if question.type == Question.Type.TEXT and rng.random() < 0.03:
        return Answer(response=response, question=question, text=rng.choice(COMMENTS))
    return None


def _rate(question: Question, needed: set[int], response: Response, rng: random.Random) -> int:
    important = question.scale == Question.Scale.IMPORTANCE
    wanted = question.competency_id in needed
    middle = (
        (4.6 if wanted else 3.9) if important else (2.1 if wanted else 3.0 + (question.position % 5) * 0.15)
    )
    if response.group_code == "civil_society" and not important:
        middle -= 0.6  # where judges and civil society part ways
    return max(1, min(5, round(rng.gauss(middle, 0.7))))


def _decide(assessment: NeedsAssessment, people: People, editions: dict[str, Edition]) -> list[TrainingNeed]:
    """The first five rows accepted; three answered by a module, one not answered, one still to decide."""
    by = people.accounts["coordinator"]
    ranked = RankedNeed.objects.filter(ranking__assessment=assessment, group_code="", score__isnull=False)
    needs = [
        services.accept(ranked_need=row, statement=row.competency.statement, priority=number, by=by)
        for number, row in enumerate(
            ranked.select_related("competency", "ranking__assessment").order_by("rank")[:5], 1
        )
    ]
    answer_need(
        need=needs[0],
        module=editions["CFM"].module,
        evidence="Minutes of the curriculum board, item 4",
        by=by,
    )
    answer_need(
        need=needs[1], module=editions["CFM"].module, evidence="Task map of the module, rows 2 to 5", by=by
    )
    answer_need(need=needs[2], module=editions["JET"].module, evidence="", by=by)
    services.refuse(
        need=needs[3], reason="A rule on registry staff comes first; training cannot replace it.",
        cause=TrainingNeed.Cause.NON_TRAINING, by=by,
    )  # fmt: skip
    return needs


def _open_one(places: Places, people: People, domains: list[list[Competency]], rng: random.Random) -> None:
    """Asked in three languages, one of them from right to left; answers still come in."""
    where = [places.jurisdictions[code] for code in ("TN", "KG", "SN")]
    asked = [competency for domain in domains[:6] for competency in domain[:2]]
    assessment = _draft("Digital justice: what courts need", places, people, where, ["fr", "ar", "ru"], asked)
    questionnaire.write(assessment.collection.version, by=people.accounts["coordinator"])
    asked_people = {"judge": 40, "prosecutor": 12, "court_staff": 20, "lawyer": 18, "civil_society": 10}
    _invite(assessment, where, asked_people, rng, answered=0.31)
    services.open_assessment(assessment=assessment, by=people.accounts["coordinator"])
    _answer(assessment, rng, strong=domains[4][:2])
