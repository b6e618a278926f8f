"""The phrases of a questionnaire with their translations: which are missing or outdated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.instruments.models import (
    ChoiceText,
    InstrumentVersion,
    InstrumentVersionText,
    Question,
    QuestionText,
)
from assessments.instruments.queries import VersionRows
from portal.languages.models import TranslatedText

Status = TranslatedText.Status
FIELDS = ("label", "hint", "constraint_message", "required_message", "image_alt", "explanation")
MAX_LENGTHS = {
    "label": 5_000,
    "hint": 5_000,
    "constraint_message": 500,
    "required_message": 500,
    "image_alt": 300,
    "explanation": 5_000,
}
CHOICE_SIGNS, TITLE_SIGNS, INTRODUCTION_SIGNS = 300, 200, 10_000


@dataclass(frozen=True)
class Phrase:
    """`key` identifies it in every edition and file: title, introduction, q.<question>.<field> or
    c.<list>.<choice>.
    """

    key: str
    where: str
    source: str
    target: str
    state: str  # missing, outdated or complete
    limit: int
    long: bool = False


def phrases_of(version: InstrumentVersion, language: str, rows: VersionRows | None = None) -> list[Phrase]:
    """All phrases with text in the source language, in order. Pass `rows` to avoid reading them again."""
    rows = rows or VersionRows(version)
    source = version.source_language
    return [
        *_frame(rows, source, language),
        *_questions(rows, source, language),
        *_choices(rows, source, language),
    ]


def count_missing(version: InstrumentVersion, language: str, rows: VersionRows | None = None) -> int:
    """How many phrases must be translated before the language can be offered."""
    if language == version.source_language:
        return 0
    return sum(phrase.state != "complete" for phrase in phrases_of(version, language, rows))


def _text(texts: Any, language: str) -> Any:
    return next((text for text in texts if text.language == language), None)


def _frame(rows: VersionRows, source_language: str, language: str) -> Iterator[Phrase]:
    source, target = _text(rows.texts, source_language), _text(rows.texts, language)
    if source is None:
        return
    for name, where, limit in (
        ("title", _("Title"), TITLE_SIGNS),
        ("introduction", _("Introduction"), INTRODUCTION_SIGNS),
    ):
        if getattr(source, name):
            yield _phrase(name, where, getattr(source, name), target, name, limit)


def _questions(rows: VersionRows, source_language: str, language: str) -> Iterator[Phrase]:
    for question in rows.questions:
        source, target = (_text(question.texts.all(), code) for code in (source_language, language))
        for name in FIELDS:
            text = getattr(source, name) if source else ""
            if name == "label" and not text:
                yield from _from_framework(question, target, language)
            elif text:
                yield _phrase(
                    f"q.{question.name}.{name}", question.name, text, target, name, MAX_LENGTHS[name]
                )


def _from_framework(question: Question, target: Any, language: str) -> Iterator[Phrase]:
    """A rating with its competency's text: missing is only what the framework lacks in that language."""
    competency = question.competency
    if competency is None or question.type == Question.Type.TEXT or language == "en":
        return
    if not any(text.language == language for text in competency.texts.all()):
        key = f"q.{question.name}.label"
        yield _phrase(key, question.name, competency.statement, target, "label", MAX_LENGTHS["label"])


def _choices(rows: VersionRows, source_language: str, language: str) -> Iterator[Phrase]:
    for choice_list in rows.lists:
        for choice in choice_list.choices.all():
            source, target = (_text(choice.texts.all(), code) for code in (source_language, language))
            if source and source.label:
                key, where = f"c.{choice_list.name}.{choice.name}", f"{choice_list.name}: {choice.name}"
                yield _phrase(key, where, source.label, target, "label", CHOICE_SIGNS)


def _phrase(key: str, where: str, source: str, target: Any, name: str, limit: int) -> Phrase:
    text = getattr(target, name, "") if target else ""
    state = "complete"
    if not text:
        state = "missing"
    elif target.status == Status.OUTDATED:
        state = "outdated"
    return Phrase(key, where, source, text, state, limit, long="\n" in source or len(source) > 80)


def write(version: InstrumentVersion, language: str, texts: Mapping[str, str]) -> int:
    """Save translations by key; returns how many changed. Unknown keys are ignored. Lock the version first."""
    changed = 0
    for phrase in phrases_of(version, language):
        if phrase.key not in texts:
            continue
        text = texts[phrase.key].strip()[: phrase.limit]
        if text == phrase.target and phrase.state != "outdated":
            continue
        _keep(version, language, phrase.key, text)
        changed += 1
    return changed


def _keep(version: InstrumentVersion, language: str, key: str, text: str) -> None:
    status = {"status": Status.COMPLETE}
    kind, _dot, rest = key.partition(".")
    if kind == "q":
        name, _dot, field = rest.rpartition(".")
        question = version.questions.get(name=name)
        QuestionText.objects.update_or_create(
            question=question, language=language, defaults={field: text, **status}
        )
    elif kind == "c":
        list_name, _dot, choice = rest.partition(".")
        row = version.choice_lists.get(name=list_name).choices.get(name=choice)
        ChoiceText.objects.update_or_create(choice=row, language=language, defaults={"label": text, **status})
    else:
        InstrumentVersionText.objects.update_or_create(
            version=version, language=language, defaults={key: text, **status}
        )


def outdate(texts: Any, source_language: str) -> None:
    """Mark the translations of a changed source as outdated."""
    texts.exclude(language=source_language).update(status=Status.OUTDATED)
