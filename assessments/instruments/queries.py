"""Read a questionnaire in one language: elements for evaluation and texts for people, in seven queries."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.instruments.elements import Element, Option
from assessments.instruments.expressions import ExpressionError, Tree, parse
from assessments.instruments.models import Choice, ChoiceList, InstrumentVersion, Question, QuestionText
from portal.languages.lists import join_list

Type = Question.Type
CONTAINERS = (Type.GROUP, Type.REPEAT)
WITH_CHOICES = (Type.SELECT_ONE, Type.SELECT_MULTIPLE, Type.RANK)
ALWAYS = ("yes", "true", "true()")
EXPRESSIONS = ("relevant", "constraint", "calculation", "choice_filter")


@dataclass(frozen=True)
class LocalisedQuestion:
    """A question in one language. `options` are (code, label) before any filter."""

    question: Question
    element: Element
    label: str
    texts: QuestionText | None
    options: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def type(self) -> str:
        return self.question.type

    @property
    def hint(self) -> str:
        return self.texts.hint if self.texts else ""

    def format_value(self, value: str) -> str:
        """A value with labels instead of codes."""
        labels = dict(self.options)
        return join_list(labels.get(code, code) for code in value.split()) if labels else value

    @property
    def pair_key(self) -> str:
        """What the names of the two ratings of one task share: the name without its scale prefix."""
        return self.name[len(self.question.scale) + 1 :]

    @property
    def is_long(self) -> bool:
        return "multiline" in self.question.appearance or self.question.competency_id is not None


class VersionRows:
    """A version's rows with all their texts, read once in eight queries."""

    def __init__(self, version: InstrumentVersion) -> None:
        self.texts = list(version.texts.all())
        self.questions = questions_of(version)
        self.lists = choice_lists_of(version)


class Questionnaire:
    """All of a version in one language. `questions` is in order; pass `rows` to avoid reading them again.

    `only` names the questions to include, in a test drawn from its question bank; None includes all.
    """

    def __init__(
        self,
        version: InstrumentVersion,
        language: str,
        rows: VersionRows | None = None,
        only: Collection[str] = (),
    ) -> None:
        self.version, self.language = version, language
        questions = rows.questions if rows else questions_of(version)
        if only:
            questions = with_their_groups(questions, only)
        lists = {row.pk: row for row in (rows.lists if rows else choice_lists_of(version))}
        by_pk = {question.pk: question for question in questions}
        self.questions: dict[str, LocalisedQuestion] = {}
        for question in questions:
            choice_list = lists.get(question.choice_list_id or 0)
            choices = list(choice_list.choices.all()) if choice_list else []
            self.questions[question.name] = LocalisedQuestion(
                question,
                element_of(question, by_pk, choices),
                label_of(question, language, version.source_language),
                text_for(question, language, version.source_language),
                tuple((choice.name, choice_label(choice, language, version)) for choice in choices),
            )
        self.elements = {name: row.element for name, row in self.questions.items()}
        self.by_pk = {row.question.pk: row for row in self.questions.values()}

    def members(self, parent: str) -> Iterator[LocalisedQuestion]:
        """The members of a group, or of the top level (""), in order."""
        return (question for question in self.questions.values() if question.element.parent == parent)


def questions_of(version: InstrumentVersion) -> list[Question]:
    """Every question with its texts and its competency's, in four queries."""
    return list(
        version.questions.select_related(
            "competency__parent", "image", "version__instrument"
        ).prefetch_related("texts", "competency__texts", "competency__parent__texts")
    )


def with_their_groups(questions: Sequence[Question], names: Collection[str]) -> list[Question]:
    """Those of `names`, with the groups that contain them."""
    parents = {question.pk: question.parent_id for question in questions}
    selected: set[int] = set()
    for question in questions:
        parent: int | None = question.pk if question.name in names else None
        while parent is not None:
            selected.add(parent)
            parent = parents.get(parent)
    return [question for question in questions if question.pk in selected]


def choice_lists_of(version: InstrumentVersion) -> list[ChoiceList]:
    return list(
        version.choice_lists.prefetch_related(Prefetch("choices", Choice.objects.prefetch_related("texts")))
    )


def element_of(question: Question, by_pk: dict[int, Question], choices: Sequence[Choice] = ()) -> Element:
    """The question for the evaluator. Expressions that cannot be parsed were rejected when they were saved."""
    parent = by_pk.get(question.parent_id or 0)
    return Element(
        name=question.name,
        type=question.type,
        parent=parent.name if parent else "",
        repeat=_repeat_of(question, by_pk),
        required=_required(question.required),
        options=tuple(Option(choice.name, choice.columns) for choice in choices),
        parameters=parameters_of(question.parameters),
        **{name: _tree(getattr(question, name)) for name in EXPRESSIONS},
    )


def _repeat_of(question: Question, by_pk: dict[int, Question]) -> str:
    parent: Question | None = question
    while parent is not None:
        if parent.type == Type.REPEAT and parent.pk != question.pk:
            return parent.name
        parent = by_pk.get(parent.parent_id or 0)
    return ""


def _tree(written: str) -> Tree | None:
    if not written.strip():
        return None
    try:
        return parse(written)
    except ExpressionError:  # only for rows written without the services
        return None


def _required(written: str) -> Tree | None:
    return ["call", "true"] if written.strip().lower() in ALWAYS else _tree(written)


@lru_cache(maxsize=512)
def _parameters(written: str) -> tuple[tuple[str, str], ...]:
    pairs = written.replace(",", " ").replace(";", " ").split()
    return tuple(
        (name, value) for name, separator, value in (pair.partition("=") for pair in pairs) if separator
    )


def parameters_of(written: str) -> dict[str, str]:
    """`start=0 end=10 step=1` as a mapping."""
    return dict(_parameters(written))


def _text_in(texts: Any, language: str) -> Any:
    return next((text for text in texts if text.language == language), None)


def text_for(question: Question, language: str, source: str) -> QuestionText | None:
    """The question's texts in that language, else in the source language."""
    texts = list(question.texts.all())
    return _text_in(texts, language) or _text_in(texts, source) or (texts[0] if texts else None)


def label_of(question: Question, language: str, source: str) -> str:
    """Its own label; without one, its competency's text; else the label in the source language."""
    own = _text_in(question.texts.all(), language)
    if own and own.label:
        return str(own.label)
    if question.competency is not None and question.type in (Type.RATING, *CONTAINERS):
        return question.competency.statement_in(language)
    texts = text_for(question, language, source)
    return (texts.label if texts else "") or default_label(question, language)


def default_label(question: Question, language: str) -> str:
    """The portal's standard label for an element of a needs assessment without a label of its own."""
    if question.competency is None:
        return ""
    if question.type in (Type.RATING, *CONTAINERS):
        return question.competency.statement_in(language)
    if question.type != Type.TEXT:
        return ""
    with override(language):  # the comment question of each area has a standard label in every language
        return _("Is a task missing? Name it.")


def choice_label(choice: Choice, language: str, version: InstrumentVersion) -> str:
    texts = list(choice.texts.all())
    text = _text_in(texts, language) or _text_in(texts, version.source_language)
    return text.label if text else choice.name
