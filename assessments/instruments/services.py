"""Writing questionnaires. An opened version is frozen by triggers; what changes later is a new version."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from assessments.competencies.models import Competency
from assessments.instruments.models import Instrument, InstrumentVersion, InstrumentVersionText, Question
from participants.organisations.models import Organisation


@transaction.atomic
def create_needs_instrument(*, owner: Organisation, title: str) -> InstrumentVersion:
    """A needs questionnaire's first version, empty and open to change."""
    instrument = Instrument.objects.create(owner=owner, kind=Instrument.Kind.NEEDS, title=title)
    return InstrumentVersion.objects.create(instrument=instrument)


@transaction.atomic
def set_words(*, version: InstrumentVersion, words: Mapping[str, tuple[str, str]]) -> None:
    """Title and introduction by language; a language without a title has no words of its own."""
    version.texts.all().delete()
    InstrumentVersionText.objects.bulk_create(
        InstrumentVersionText(version=version, language=language, title=title, introduction=introduction)
        for language, (title, introduction) in words.items()
        if title
    )


@transaction.atomic
def write_needs_questions(*, version: InstrumentVersion, competencies: Iterable[Competency]) -> int:
    """Two ratings for each competency and a comment for each domain, in the order given. Returns how many."""
    version.questions.all().delete()
    questions: list[Question] = []
    domains: dict[int, list[Competency]] = {}
    for competency in competencies:
        domains.setdefault(competency.parent_id or competency.pk, []).append(competency)
    for members in domains.values():
        for competency in members:
            questions += [_rating(version, competency, scale) for scale in Question.Scale.values]
        domain = members[0].parent or members[0]
        questions.append(
            Question(version=version, name=f"comment-{domain.code.lower()}", type="text", competency=domain)
        )
    for position, question in enumerate(questions):
        question.position = position
    return len(Question.objects.bulk_create(questions))


def _rating(version: InstrumentVersion, competency: Competency, scale: str) -> Question:
    return Question(
        version=version,
        name=f"{scale}-{competency.code.lower()}",
        type=Question.Type.RATING,
        competency=competency,
        scale=scale,
    )


def freeze(version: InstrumentVersion) -> None:
    """From here on its questions and words stand."""
    version.opened_at = timezone.now()
    version.save(update_fields=["opened_at", "updated_at"])
