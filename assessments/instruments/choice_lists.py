"""Changes to the choice lists of a draft version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.instruments import phrases
from assessments.instruments.models import Choice, ChoiceList, ChoiceText, Question
from assessments.instruments.names import free_list_name


@dataclass(frozen=True)
class ChoiceLine:
    """A choice as typed: its code, its label in the source language, the columns for choice filters."""

    name: str
    label: str
    columns: Mapping[str, str]


def write_choices(question: Question, lines: Sequence[ChoiceLine]) -> ChoiceList:
    """Update the question's own list to the typed lines; translations of unchanged labels stay."""
    version = question.version
    own_list = question.choice_list if question.choice_list_id else None
    choice_list = own_list or ChoiceList.objects.create(
        version=version, name=free_list_name(version, question.name)
    )
    existing = {choice.name: choice for choice in choice_list.choices.all()}
    choice_list.choices.exclude(name__in=[line.name for line in lines]).delete()
    for position, line in enumerate(lines):
        choice = existing.get(line.name) or Choice(choice_list=choice_list, name=line.name)
        choice.position, choice.columns = position, dict(line.columns)
        choice.save()
        _set_label(choice, version.source_language, line.label)
    return choice_list


def _set_label(choice: Choice, language: str, label: str) -> None:
    text = choice.texts.filter(language=language).first()
    if text and text.label != label:
        phrases.outdate(choice.texts, language)
    ChoiceText.objects.update_or_create(choice=choice, language=language, defaults={"label": label[:300]})
