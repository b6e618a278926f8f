"""Create and freeze questionnaires. An opened version is frozen by triggers; later changes need a new version."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from assessments.competencies.models import Competency, FrameworkVersion
from assessments.instruments.errors import AlreadyOpenError, VersionInUseError
from assessments.instruments.models import Instrument, InstrumentVersion, InstrumentVersionText, Question
from assessments.instruments.outline import renumber
from participants.organisations.models import Organisation
from portal.access.users import Actor
from portal.audit import services as audit

Type, Scale = Question.Type, Question.Scale


@transaction.atomic
def create_instrument(
    *, owner: Organisation, title: str, kind: str, source_language: str = "en", by: Actor = None
) -> InstrumentVersion:
    """Create a questionnaire with its first version, an empty draft."""
    instrument = Instrument.objects.create(owner=owner, kind=kind, title=title)
    version = InstrumentVersion.objects.create(instrument=instrument, source_language=source_language)
    set_texts(version=version, texts={source_language: (title, "")})
    audit.record(by, "questionnaire.created", version)
    return version


@transaction.atomic
def create_needs_instrument(
    *, owner: Organisation, title: str, framework_version: FrameworkVersion, source_language: str = "en"
) -> InstrumentVersion:
    """Create a needs questionnaire with its first version, an empty draft."""
    instrument = Instrument.objects.create(owner=owner, kind=Instrument.Kind.NEEDS, title=title)
    return InstrumentVersion.objects.create(
        instrument=instrument, source_language=source_language, framework_version=framework_version
    )


@transaction.atomic
def set_texts(*, version: InstrumentVersion, texts: Mapping[str, tuple[str, str]]) -> None:
    """Set title and introduction by language; a language without a title is removed."""
    version.texts.all().delete()
    InstrumentVersionText.objects.bulk_create(
        InstrumentVersionText(version=version, language=language, title=title, introduction=introduction)
        for language, (title, introduction) in texts.items()
        if title
    )


def lock_draft(version: InstrumentVersion) -> InstrumentVersion:
    """The version, locked. Raises `AlreadyOpenError`."""
    version = (
        InstrumentVersion.objects.select_for_update(of=("self",))
        .select_related("instrument")
        .get(pk=version.pk)
    )
    if version.is_open:
        raise AlreadyOpenError
    return version


@transaction.atomic
def write_needs_questions(*, version: InstrumentVersion, competencies: Iterable[Competency]) -> int:
    """Write two ratings per competency and a comment per domain, grouped by domain; returns how many are rated.

    Safe to run again: existing questions stay, ratings no longer selected are removed, and the coordinator's
    own questions do not change.
    """
    lock_draft(version)
    selected = list(competencies)
    domains = {row.parent_id or row.pk: row.parent or row for row in selected}
    _remove_unselected(version, {row.pk for row in selected}, set(domains))
    existing = {question.name: question for question in version.questions.all()}
    for pk, domain in domains.items():
        group = _get_or_create(existing, Question(
            version=version, name=f"area-{domain.code.lower()}", type=Type.GROUP, competency=domain,
            position=20_000 + domain.position,
        ))  # fmt: skip
        for row in (row for row in selected if (row.parent_id or row.pk) == pk):
            for scale in Scale.values:
                _get_or_create(existing, _rating(version, group, row, scale))
        _get_or_create(existing, Question(
            version=version, parent=group, name=f"comment-{domain.code.lower()}", type=Type.TEXT, competency=domain,
            appearance="multiline", position=30_000,
        ))  # fmt: skip
    renumber(version)
    return len(selected)


def _remove_unselected(version: InstrumentVersion, selected: set[int], domains: set[int]) -> None:
    """Remove ratings that are no longer selected, and areas that became empty."""
    made = version.questions.filter(competency__isnull=False)
    made.filter(type=Type.RATING).exclude(competency__in=selected).delete()
    made.filter(type=Type.TEXT, name__startswith="comment-").exclude(competency__in=domains).delete()
    made.filter(type=Type.GROUP, members=None).exclude(competency__in=domains).delete()


def _get_or_create(existing: dict[str, Question], question: Question) -> Question:
    """Get or create the question of that name."""
    if question.name not in existing:
        question.save()
        existing[question.name] = question
    return existing[question.name]


def _rating(version: InstrumentVersion, group: Question, competency: Competency, scale: str) -> Question:
    return Question(
        version=version,
        parent=group,
        name=f"{scale}-{competency.code.lower()}",
        type=Type.RATING,
        competency=competency,
        scale=scale,
        position=min(29_000, 10_000 + competency.position),
    )


def rated_competencies(version: InstrumentVersion) -> list[int]:
    """The ids of the competencies rated on both scales, in the questionnaire's order."""
    scales: dict[int, set[str]] = {}
    for pk, scale in version.questions.filter(type=Type.RATING, competency__isnull=False).values_list(
        "competency", "scale"
    ):
        scales.setdefault(pk, set()).add(scale)
    return [pk for pk, rated in scales.items() if rated == set(Scale.values)]


@transaction.atomic
def remove_draft(*, version: InstrumentVersion, by: Actor) -> None:
    """Delete a draft edition, and the questionnaire if it has no other.

    Raises `AlreadyOpenError`, `VersionInUseError`.
    """
    version = lock_draft(version)
    audit.record(by, "questionnaire.removed", version, number=version.number)
    instrument = version.instrument
    try:
        version.questions.all().delete()  # before the lists of choices, which they protect
        version.choice_lists.all().delete()
        version.delete()
        if not instrument.versions.exists():
            instrument.delete()
    except ProtectedError as error:
        raise VersionInUseError from error


def freeze(version: InstrumentVersion) -> None:
    """Freeze its questions and texts."""
    version.opened_at = timezone.now()
    version.save(update_fields=["opened_at", "updated_at"])
