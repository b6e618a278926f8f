"""Surveys after a session, after the course, and half a year later."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from assessments.analysis import comments
from assessments.collection import services as collecting
from assessments.collection.models import Answer, Collection, Invitation, Response
from evaluations.management.demo_data.people import People
from evaluations.management.demo_data.programmes import Portfolio
from participants.accounts.models import User
from programs.cohorts.models import Cohort, CohortStaff, Enrolment
from programs.sessions.models import Session
from programs.surveys import services
from programs.surveys.models import CohortSurvey
from programs.surveys.queries import target_people

AnswerTexts = Callable[[random.Random], dict[str, str]]
CHANGES = (
    "I fix the hearing date in the first order, and keep it.",
    "I hold a conference within six weeks of filing.",
    "Our registrar now lists the cases that have not moved for ninety days.",
)
BETTER = ("More time for our own files.", "The tables of figures were too small on a telephone.")
EXAMPLES = (
    "An early conference in every contested case since March.",
    "I refused an adjournment that I would have granted before, and gave reasons.",
)
REPORTS = (
    {
        "host": "Juzgados civiles de Bogotá", "days": "5", "useful": "5",
        "saw": "El despacho asegura la copia y su huella el mismo día, antes de oír a las partes.",
        "propose": "Un acta modelo para recibir mensajes y grabaciones.", "agree": "El presidente de la sala.",
        "consent": "named",
    },
    {
        "host": "Juzgados civiles de Bogotá", "days": "5", "useful": "4",
        "saw": "Las audiencias se transmiten, y el público pregunta después.",
        "propose": "Probar una audiencia virtual al mes.", "consent": "unnamed",
    },
)  # fmt: skip
CODES = {
    "More time": "time",
    "The tables": "material",
    "Our registrar": "registry",
}  # start of the comment -> tag
LEFT_UNREAD = 3
LOSES = ("time", "equipment", "superior", "case_mix", "law")


def build(people: People, portfolio: Portfolio) -> None:
    """Create closed surveys of the second cohort, and one open and two planned surveys of the sample judge's course.

    Also a study visit with its reports.
    """
    cohorts = portfolio.cohorts
    rng = random.Random(41)  # noqa: S311  # a demonstration's answers, no secret
    by = people.accounts["coordinator"]
    past, present = cohorts[1], cohorts[2]
    after_course = _planned(past, "course", by, days_after=1)
    _ended(after_course, _of_course, rng, share=0.78)
    _coded(after_course, by)
    _ended(
        _planned(past, "transfer", by, days_after=182, audience="completed"), _of_transfer, rng, share=0.72
    )
    first = present.sessions.order_by("starts").first()
    _open(_planned(present, "session", by, session=first, audience="present", open_days=45), _of_session, rng)
    _planned(present, "course", by, days_after=1)
    _planned(present, "transfer", by, days_after=182, audience="completed")
    _visit(_study_visit(cohorts[6], people), by)


def _study_visit(taught: Cohort, people: People) -> Cohort:
    """A study visit of eight participants of the course on digital evidence, for five days."""
    ended = timezone.localdate() - timedelta(days=12)
    visit = Cohort.objects.create(
        programme=taught.programme, edition=taught.edition, title="Study visit to the courts of Bogotá", activity_type="exchange",
        state="completed", timezone=taught.timezone, languages=["es", "ar", "zh-hans"], capacity=8,
        opens_at=timezone.now() - timedelta(days=90), closes_at=timezone.now() - timedelta(days=60),
        starts=ended - timedelta(days=4), ends=ended,
    )  # fmt: skip
    guests = taught.enrolments.select_related("person").order_by("pk")[1:9]
    Enrolment.objects.bulk_create(
        Enrolment(
            cohort=visit, person=guest.person, jurisdiction_id=guest.jurisdiction_id, state="completed",
            enrolled_at=visit.closes_at,
        )
        for guest in guests
    )  # fmt: skip
    CohortStaff.objects.create(cohort=visit, person=people.person("faculty"), role="faculty")
    return visit


def _visit(visit: Cohort, by: User) -> None:
    survey = _planned(visit, "exchange", by, days_after=1, open_days=45)
    invitations = _asked(survey, survey.due_at, CohortSurvey.State.OPEN)
    for place, invitation in enumerate(invitations[:5]):
        collecting.save_draft(
            invitation=invitation, page=2, language="es",
            values={(name, 0): value for name, value in REPORTS[place % len(REPORTS)].items()},
        )  # fmt: skip
        collecting.submit(invitation=invitation)


def _planned(
    cohort: Cohort,
    questionnaire: str,
    by: User,
    *,
    session: Session | None = None,
    audience: str = "enrolled",
    days_after: int = 0,
    open_days: int = 21,
) -> CohortSurvey:
    return services.plan_surveys(
        cohort=cohort, subjects=[session], questionnaire=questionnaire, audience=audience, reminder_days=[7, 2], by=by,
        days_after=days_after, open_days=open_days,
    )[0]  # fmt: skip


def _asked(survey: CohortSurvey, opens_at: datetime, state: str) -> list[Invitation]:
    """Open the survey with its invitations, backdated to `opens_at`."""
    collection = Collection.objects.create(
        version=survey.version, subject=survey.subject, opens_at=opens_at, anonymity=services.anonymity_of(survey),
        closes_at=opens_at + timedelta(days=survey.open_days), languages=survey.languages,
    )  # fmt: skip
    survey.collection = collection
    survey.state = state
    survey.save()
    return Invitation.objects.bulk_create(
        Invitation(
            collection=collection, group_code=services.PARTICIPANT, email=person.user.email if person.user else "",
            name=person.full_name, language=survey.languages[0], invited_at=opens_at,
        )
        for person in target_people(survey).filter(user__isnull=False)
    )  # fmt: skip


def _ended(survey: CohortSurvey, texts: AnswerTexts, rng: random.Random, *, share: float) -> None:
    invitations = _asked(survey, survey.due_at, CohortSurvey.State.CLOSED)
    _answer(survey, invitations[: round(len(invitations) * share)], texts, rng)
    assert survey.collection is not None  # noqa: S101
    Collection.objects.filter(pk=survey.collection.pk).update(anonymised_at=survey.collection.closes_at)


def _coded(survey: CohortSurvey, by: User) -> None:
    """Code and share the comments except the last ones."""
    assert survey.collection is not None  # noqa: S101
    for answer in list(comments.comments_in(survey.collection))[:-LEFT_UNREAD]:
        comments.code_comment(
            collection=survey.collection, about=survey, answer=answer, is_shared=True, revision=0, by=by,
            hide=["Our registrar"] if answer.text.startswith("Our registrar") else [],
            tags=[tag for begins, tag in CODES.items() if answer.text.startswith(begins)],
        )  # fmt: skip


def _open(survey: CohortSurvey, texts: AnswerTexts, rng: random.Random) -> None:
    """Create an open survey to which the first person on the list, the sample judge, has not responded."""
    invitations = _asked(survey, min(survey.due_at, timezone.now()), CohortSurvey.State.OPEN)
    _answer(survey, invitations[len(invitations) // 2 :], texts, rng)


def _answer(
    survey: CohortSurvey, invitations: list[Invitation], texts: AnswerTexts, rng: random.Random
) -> None:
    collection = survey.collection
    assert collection is not None  # noqa: S101
    Invitation.objects.filter(pk__in=[invitation.pk for invitation in invitations]).update(
        state=Invitation.State.COMPLETE
    )
    responses = Response.objects.bulk_create(
        Response(collection=collection, group_code=services.PARTICIPANT, submitted_at=collection.opens_at)
        for _one in invitations
    )
    questions = {question.name: question for question in survey.version.questions.all()}
    Answer.objects.bulk_create(
        Answer(pk=Answer.id_within(response.pk), response=response, question=questions[name], text=text)
        for response in responses
        for name, text in texts(rng).items()
    )


def _steps(rng: random.Random, *names: str) -> dict[str, str]:
    return {name: rng.choices("12345", (1, 2, 12, 24, 19))[0] for name in names}


def _of_session(rng: random.Random) -> dict[str, str]:
    texts = _steps(rng, "useful", "will_change", "clear")
    texts["level"] = rng.choices(("too_easy", "right", "too_hard"), (2, 8, 2))[0]
    if rng.random() < 0.2:
        texts["better"] = rng.choice(BETTER)
    return texts


def _of_course(rng: random.Random) -> dict[str, str]:
    texts = _of_session(rng) | _steps(rng, "needed", "able", "material", "language", "organised")
    if int(texts["will_change"]) >= 3 and rng.random() < 0.3:
        texts["what_changes"] = rng.choice(CHANGES)
    return texts


def _of_transfer(rng: random.Random) -> dict[str, str]:
    used = rng.choices(("regularly", "sometimes", "once", "never", "no_occasion"), (12, 13, 6, 6, 9))[0]
    texts = {"used": used, "obstacles": " ".join(rng.sample(LOSES, rng.randint(1, 2)))}
    if used in ("regularly", "sometimes"):
        texts["confirmed"] = rng.choices(("yes", "could", "no"), (4, 5, 1))[0]
        if rng.random() < 0.4:
            texts["example"] = rng.choice(EXAMPLES)
    return texts
