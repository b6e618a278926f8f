"""The competency framework and the closed, ranked needs assessment. For the open one, see open_link.py."""

import random
from datetime import datetime
from decimal import Decimal

from assessments.collection.models import Answer, Collection, Invitation, Response
from assessments.competencies.models import Competency
from assessments.competencies.services import load_framework
from assessments.instruments.models import Question
from assessments.needs import services
from assessments.needs.models import NeedsAssessment, RankedNeed, Ranking, TrainingNeed
from evaluations.management.demo_data import answers, backdating
from evaluations.management.demo_data.jurisdictions import Institutions
from evaluations.management.demo_data.people import People
from participants.organisations.models import Jurisdiction
from programs.curriculum.models import Edition
from programs.curriculum.module_answers import answer_need

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
OPENED_DAYS_AGO, CLOSED_DAYS_AGO, ANSWERED_SHARE = 1100, 1055, 0.78
ANSWERED = [
    ("CM1", "CFM", "Minutes of the curriculum board, item 4"),
    ("ET1", "JET", "Task map of the module, rows 2 to 5"),
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
    """Competencies by domain, in the order of the framework."""
    version = load_framework()
    domains = list(Competency.objects.filter(version=version, kind="domain"))
    return [list(Competency.objects.filter(parent=domain)) for domain in domains]


def build(
    institutions: Institutions, people: People, domains: list[list[Competency]], editions: dict[str, Edition]
) -> list[TrainingNeed]:
    """Return the accepted needs, starting with the one that case-flow management addresses."""
    rng = random.Random(31)  # noqa: S311  # a demonstration's answers, no secret
    by = people.accounts["coordinator"]
    pacific = [institutions.jurisdictions[code] for code in ("FJ", "WS", "VU")]
    closed = draft(
        "Needs of the Pacific courts", institutions, people, jurisdictions=pacific, languages=["en", "fr"],
        competencies=[competency for domain in domains for competency in domain[:3]],
        opens_at=backdating.morning(-OPENED_DAYS_AGO, "Pacific/Fiji"),
    )  # fmt: skip
    _invite(closed, pacific, rng)
    services.open_assessment(assessment=closed, by=by)
    _answer(closed, rng)
    services.close_assessment(assessment=closed, by=by)
    Collection.objects.filter(pk=closed.collection_id).update(
        closes_at=backdating.morning(-CLOSED_DAYS_AGO, "Pacific/Fiji")
    )
    backdating.backdate_history(closed, days=OPENED_DAYS_AGO)
    backdating.backdate_row(closed, days=OPENED_DAYS_AGO + 20)
    backdating.backdate_row(Ranking.objects.get(assessment=closed), days=CLOSED_DAYS_AGO)
    return _accept(closed, people, editions)


def draft(
    title: str, institutions: Institutions, people: People, *, jurisdictions: list[Jurisdiction], languages: list[str],
    competencies: list[Competency], opens_at: datetime, anonymity: str = Collection.Anonymity.CONFIDENTIAL,
) -> NeedsAssessment:  # fmt: skip
    """Create a draft that closes in two to three weeks, with its competencies, weights and texts."""
    by = people.accounts["coordinator"]
    assessment = services.create_assessment(
        title=title, owner=institutions.organisations["network"], framework_version=competencies[0].version,
        jurisdictions=jurisdictions, opens_at=opens_at, closes_at=backdating.morning(20, "UTC"),
        languages=languages, anonymity=anonymity, introduction=INTRODUCTION, by=by,
    )  # fmt: skip
    texts_by_language = {"en": (title, INTRODUCTION), **WORDS[title]}
    services.set_texts(
        assessment=assessment, texts={code: texts_by_language[code] for code in languages}, by=by
    )
    services.set_items(assessment=assessment, competencies=competencies, by=by)
    services.set_groups(assessment=assessment, weights=WEIGHTS, by=by)
    return assessment


def _invite(assessment: NeedsAssessment, jurisdictions: list[Jurisdiction], rng: random.Random) -> None:
    collection = assessment.collection
    rows = []
    for group, number in ASKED.items():
        for index in range(number):
            place = jurisdictions[index % len(jurisdictions)]
            state = (
                "complete" if rng.random() < ANSWERED_SHARE else rng.choice(["invited", "started", "bounced"])
            )
            rows.append(
                Invitation(
                    collection=collection, group_code=group, jurisdiction=place, state=state,
                    court_level=answers.level_of(group, index), invited_at=collection.opens_at,
                    email=f"{group}{index}.{assessment.pk}@respondent.example",
                    language=place.languages[index % len(place.languages)],
                )
            )  # fmt: skip
    Invitation.objects.bulk_create(rows)


def _answer(assessment: NeedsAssessment, rng: random.Random) -> None:
    """Create confidential responses: no link to the invitation, and the same time for all."""
    collection = assessment.collection
    complete = collection.invitations.filter(state="complete").values_list(
        "group_code", "jurisdiction", "court_level", "language"
    )
    responses = [
        Response(
            collection=collection, group_code=group, jurisdiction_id=place, court_level=level, language=language,
            submitted_at=collection.opens_at,
        )
        for group, place, level, language in complete
    ]  # fmt: skip
    Response.objects.bulk_create(responses)
    questions = Question.objects.filter(version=collection.version_id).select_related("competency")
    answer_rows = answers.rows(responses, list(questions.order_by("position")), rng)
    Answer.objects.bulk_create(answer_rows, batch_size=5000)


def _accept(assessment: NeedsAssessment, people: People, editions: dict[str, Edition]) -> list[TrainingNeed]:
    """Accept the first eight ranked needs; modules address two of them. For the decisions, see decisions.py."""
    by = people.accounts["coordinator"]
    ranked = RankedNeed.objects.filter(ranking__assessment=assessment, group_code="", score__isnull=False)
    needs = [
        services.accept(ranked_need=row, statement=row.competency.statement, priority=number, by=by)
        for number, row in enumerate(
            ranked.select_related("competency", "ranking__assessment").order_by("rank")[:8], 1
        )
    ]
    for need in needs:
        backdating.backdate_row(need, days=CLOSED_DAYS_AGO - 20)
        backdating.backdate_history(need, days=CLOSED_DAYS_AGO - 20)
    by_code = {need.competency.code: need for need in needs}
    for code, module, evidence in ANSWERED:
        answer_need(need=by_code[code], module=editions[module].module, evidence=evidence, by=by)
    return needs
