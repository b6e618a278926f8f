"""Write a version as an XLSForm that other tools can read, with extra columns.

They are `scale` and `competency`, and for tests `correct_answer`, `test_form` and `explanation`.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from assessments.instruments.models import ChoiceList, InstrumentVersion, Question
from assessments.instruments.queries import choice_lists_of, default_label, parameters_of, questions_of
from assessments.instruments.xlsform.parsed_form import TEXT_COLUMNS

Type = Question.Type
TYPES = {Type.DATETIME: "dateTime"}
RATING_LISTS = {"importance": "rating_importance", "ability": "rating_ability"}
SURVEY = (
    "type", "name", "required", "relevant", "constraint", "calculation", "choice_filter", "default", "appearance",
    "parameters", "repeat_count", "image", "scale", "competency", "correct_answer", "test_form",
)  # fmt: skip


def workbook_of(version: InstrumentVersion) -> bytes:
    """The .xlsx file. Importing it gives the version's content again."""
    prefetch_related_objects([version], "texts")
    questions, lists = questions_of(version), choice_lists_of(version)
    languages = _languages(version, questions, lists)
    book = Workbook(write_only=True)
    _write(book, "survey", _survey(questions, languages))
    _write(book, "choices", _choices(questions, lists, languages))
    _write(book, "settings", _settings(version, languages))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _languages(
    version: InstrumentVersion, questions: Sequence[Question], lists: Sequence[ChoiceList]
) -> list[str]:
    languages = {text.language for text in version.texts.all()}
    languages |= {text.language for question in questions for text in question.texts.all()}
    languages |= {
        text.language
        for choice_list in lists
        for choice in choice_list.choices.all()
        for text in choice.texts.all()
    }
    languages.discard(version.source_language)
    return [version.source_language, *(code for code, _name in settings.LANGUAGES if code in languages)]


def _heading(column: str, language: str) -> str:
    return f"{column}::{dict(settings.LANGUAGES)[language]} ({language})"


def _write(book: Workbook, name: str, rows: Iterator[Sequence[str]]) -> None:
    """Every cell is text, so that no application interprets content that starts like a formula."""
    sheet = book.create_sheet(name)
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=None)
            if value:
                cell._value, cell.data_type = value, "s"
                cell.quotePrefix = value[0] in "=+-@"
            cells.append(cell)
        sheet.append(cells)


def _survey(questions: Sequence[Question], languages: Sequence[str]) -> Iterator[Sequence[str]]:
    texts = [(column, language) for column in TEXT_COLUMNS for language in languages]
    yield [*SURVEY, *(_heading(column, language) for column, language in texts)]
    by_pk = {question.pk: question for question in questions}
    open_groups: list[Question] = []
    for question in questions:
        while open_groups and question.parent_id != open_groups[-1].pk:
            yield [_end(open_groups.pop())]
        yield [*_plain(question), *_words(question, texts)]
        if question.type in (Type.GROUP, Type.REPEAT):
            open_groups.append(by_pk[question.pk])
    while open_groups:
        yield [_end(open_groups.pop())]


def _end(group: Question) -> str:
    return f"end_{group.type}"


def _plain(question: Question) -> list[str]:
    parameters = parameters_of(question.parameters)
    cells = {name: str(getattr(question, name, "") or "") for name in SURVEY}
    cells |= {
        "type": _type(question, parameters),
        "parameters": "" if {"accept", "count"} & set(parameters) else question.parameters,
        "repeat_count": parameters.get("count", ""),
        "image": question.image.original_name if question.image else "",
        "competency": question.competency.code if question.competency else "",
    }
    return [cells[name] for name in SURVEY]


def _type(question: Question, parameters: dict[str, str]) -> str:
    if question.type in (Type.GROUP, Type.REPEAT):
        return f"begin_{question.type}"
    if question.type == Type.RATING:
        return f"select_one {RATING_LISTS[question.scale]}"
    if question.choice_list is not None:
        return f"{question.type} {question.choice_list.name}"
    if question.type == Type.FILE and parameters.get("accept") == "image":
        return "image"
    return TYPES.get(Type(question.type), str(question.type))


def _words(question: Question, texts: Sequence[tuple[str, str]]) -> Iterator[str]:
    existing = {text.language: text for text in question.texts.all()}
    for column, language in texts:
        own = getattr(existing.get(language), column, "")
        # Other tools do not know the framework, so a rating contains its competency's text.
        yield own or ("" if column != "label" else default_label(question, language))


def _choices(
    questions: Sequence[Question], lists: Sequence[ChoiceList], languages: Sequence[str]
) -> Iterator[Sequence[str]]:
    columns = sorted(
        {name for choice_list in lists for choice in choice_list.choices.all() for name in choice.columns}
    )
    yield ["list_name", "name", *(_heading("label", language) for language in languages), *columns]
    for scale, name in RATING_LISTS.items():
        if any(question.scale == scale for question in questions):
            for code in ("1", "2", "3", "4", "5", "na"):
                yield [name, code, *(code for _language in languages)]
    for choice_list in lists:
        for choice in choice_list.choices.all():
            labels: dict[str, Any] = {text.language: text.label for text in choice.texts.all()}
            extra = [str(choice.columns.get(column, "")) for column in columns]
            yield [
                choice_list.name,
                choice.name,
                *(labels.get(language, "") for language in languages),
                *extra,
            ]


def _settings(version: InstrumentVersion, languages: Sequence[str]) -> Iterator[Sequence[str]]:
    texts = {text.language: text for text in version.texts.all()}
    source = texts.get(version.source_language)
    others = [language for language in languages[1:] if language in texts]
    name = dict(settings.LANGUAGES)[version.source_language]
    yield [
        "form_title", "form_id", "version", "default_language", "portal_introduction",
        *(_heading(column, language) for language in others for column in ("portal_title", "portal_introduction")),
    ]  # fmt: skip
    yield [
        source.title if source else version.instrument.title,
        f"q{version.instrument.public_id.hex[:12]}",
        str(version.number),
        f"{name} ({version.source_language})",
        source.introduction if source else "",
        *(
            part_text
            for language in others
            for part_text in (texts[language].title, texts[language].introduction)
        ),
    ]
