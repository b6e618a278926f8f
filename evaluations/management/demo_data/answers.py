"""Answers to the two assessments: each person has a bias per domain, and groups differ on a few competencies."""

import random
from collections.abc import Callable, Iterable

from assessments.collection.models import Answer, Response
from assessments.instruments.models import Question

# code of the competency -> mean importance and mean ability
NEEDED = {
    "CM1": (4.3, 2.1), "CM2": (4.2, 2.2), "JC1": (4.2, 2.4), "AJ3": (4.1, 2.4), "CM3": (4.0, 2.4), "DE1": (4.0, 2.6),
    "EV2": (3.9, 2.6), "ET1": (3.9, 2.5), "DE3": (3.8, 2.8), "SL2": (3.8, 2.9), "HR2": (3.7, 2.9), "EV1": (3.9, 3.2),
    "ET3": (3.2, 3.4), "HR3": (3.3, 3.2),
}  # fmt: skip
OTHERWISE = (3.6, 3.3)
# group, competency -> difference from those means
APART = {
    ("civil_society", "AJ2"): (0.7, -1.5),  # judges assume that interpreters are provided
    ("civil_society", "HR2"): (0.6, -1.2),
    ("civil_society", "ET1"): (0.5, -1.0),
    ("civil_society", "CM3"): (-0.9, 0.7),  # people outside courts seldom ask for statistics
    ("judge", "AJ2"): (-0.2, 0.5),
    ("judge", "HR2"): (-0.1, 0.4),
    ("lawyer", "CM2"): (0.3, -0.4),
}
BENT, CHANCE = 0.8, 0.55  # standard deviations: of a person's bias per domain, and of single ratings
NOT_CONCERNED, COMMENTED = 0.03, 0.03
OF_A_COURT = ("judge", "court_president", "court_staff")
LEVELS = (
    "first", "appeal", "first", "supreme", "first", "specialised", "first", "appeal", "supreme", "specialised",
)  # fmt: skip
COMMENTS = {
    "en": [
        "Dates are moved on the day itself; nobody comes prepared.",
        "We need forms that fit our registry, not a lecture.",
        "Parties without a lawyer do not understand our directions.",
    ],
    "fr": ["Les dates changent le jour même.", "Il nous faut des modèles, pas un cours."],
    "ar": ["المنصة تتوقف كل ظهيرة.", "نحتاج إلى تمرين على ملف حقيقي لا إلى محاضرة."],
    "ru": ["Система зависает каждый день.", "Нужна практика на настоящем деле, а не лекция."],
}
# Answers to questions other than ratings: name -> canonical value.
Beside = Callable[[Response, random.Random], dict[str, str]]


def level_of(group: str, number: int) -> str:
    """Court level of the person with this number in the group; empty outside courts."""
    return LEVELS[number % len(LEVELS)] if group in OF_A_COURT else ""


def rows(
    responses: Iterable[Response], questions: list[Question], rng: random.Random, beside: Beside | None = None
) -> list[Answer]:
    """Return all answers. Prefetch `competency` of the questions."""
    answers: list[Answer] = []
    for response in responses:
        texts = beside(response, rng) if beside else {}
        bents: dict[tuple[int, str], float] = {}
        for question in questions:
            answer = _answer_text(response, question, texts, bents, rng)
            if answer is not None:
                answers.append(answer)
    return answers


def _answer_text(
    response: Response, question: Question, texts: dict[str, str], bents: dict[tuple[int, str], float],
    rng: random.Random,
) -> Answer | None:  # fmt: skip
    task = question.competency
    if question.type == Question.Type.RATING and task is not None:
        section = (task.parent_id or 0, question.scale)
        bent = bents.setdefault(section, rng.gauss(0, BENT))
        if rng.random() < NOT_CONCERNED:
            return Answer(response=response, question=question, not_applicable=True)
        middle = _middle(response.group_code, task.code, question.scale)
        number = max(1, min(5, round(middle + bent + rng.gauss(0, CHANCE))))
        return Answer(response=response, question=question, number=number)
    text = texts.get(question.name, "")
    if task is not None and question.type == Question.Type.TEXT and rng.random() < COMMENTED:
        text = rng.choice(COMMENTS[response.language])
    return Answer(response=response, question=question, text=text) if text else None


def _middle(group: str, code: str, scale: str) -> float:
    place = 0 if scale == Question.Scale.IMPORTANCE else 1
    return NEEDED.get(code, OTHERWISE)[place] + APART.get((group, code), (0.0, 0.0))[place]
