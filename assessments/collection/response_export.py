"""The responses of a named collection as a workbook (docs/glossary.md
9): a row per person, a sheet per repeat.

Multiple choices are exported as their codes and as one 0/1 column per choice. "NA" is “don't know”; an empty
cell is no answer.
"""

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook

from assessments.collection.models import Answer, Collection, Response
from assessments.instruments.elements import NOT_ASKED
from assessments.instruments.models import Question
from assessments.instruments.queries import LocalisedQuestion, Questionnaire
from portal.tables.export import neutral

Type = Question.Type
META = (
    "_id",
    "_submitted_at",
    "_version",
    "_language",
    "_group",
    "_jurisdiction",
    "_court_level",
    "name",
    "email",
)
Values = dict[tuple[str, int], str]


@dataclass(frozen=True)
class Table:
    """One sheet: its name, its headings, its rows."""

    name: str
    head: list[str]
    rows: list[list[Any]]


def submitted_responses(collection: Collection) -> Any:
    """The submitted responses with their respondents, newest first."""
    return (
        Response.objects.filter(collection=collection, submitted_at__isnull=False)
        .select_related("invitation", "jurisdiction")
        .order_by("-submitted_at", "id")
    )


def tables_of(collection: Collection, *, language: str) -> list[Table]:
    """The sheets, respondents first, in a fixed number of queries."""
    questionnaire = Questionnaire(collection.version, language)
    responses = list(submitted_responses(collection))
    values: dict[Any, Values] = defaultdict(dict)
    answers = Answer.objects.filter(response__collection=collection, response__submitted_at__isnull=False)
    for row in answers.select_related("question").iterator(chunk_size=5_000):
        values[row.response_id][row.question.name, row.occurrence] = cell_value(row)
    columns = [question for question in questionnaire.questions.values() if question.type not in NOT_ASKED]
    people = [question for question in columns if not question.element.repeat]
    tables = [
        Table(
            "answers",
            [*META, *_heads(people)],
            [
                [*_meta(response, collection.version.number), *_cells(people, values[response.pk], 0)]
                for response in responses
            ],
        )
    ]
    repeats = dict.fromkeys(question.element.repeat for question in columns if question.element.repeat)
    for repeat in repeats:
        inside = [question for question in columns if question.element.repeat == repeat]
        rows = [row for response in responses for row in _repeated(inside, response, values[response.pk])]
        tables.append(Table(repeat, ["_parent_id", "_index", *_heads(inside)], rows))
    return tables


def cell_value(answer: Answer) -> str:
    """The content of an answer's cell."""
    if answer.not_applicable:
        return "NA"
    return answer.text if answer.number is None else str(answer.number)


def answer_rows(response: Response, language: str) -> list[tuple[LocalisedQuestion, Answer, str]]:
    """One person's answers, question by question, with labels instead of codes."""
    questionnaire = Questionnaire(response.collection.version, language)
    rows = response.answers.select_related("question", "file").order_by("question__position", "occurrence")
    exported = []
    for row in rows:
        localised = questionnaire.questions[row.question.name]
        exported.append((localised, row, localised.format_value(cell_value(row))))
    return exported


def workbook_of(collection: Collection, *, language: str) -> bytes:
    """The .xlsx file of `tables_of`. Text that starts like a formula stays text."""
    book = Workbook(write_only=True)
    for table in tables_of(collection, language=language):
        sheet = book.create_sheet(table.name[:31])
        sheet.append([neutral(cell) for cell in table.head])
        for row in table.rows:
            sheet.append([neutral(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heads(questions: Sequence[LocalisedQuestion]) -> Iterator[str]:
    for question in questions:
        yield question.name
        if question.type == Type.SELECT_MULTIPLE:
            yield from (f"{question.name}/{code}" for code, _label in question.options)


def _cells(questions: Sequence[LocalisedQuestion], values: Values, occurrence: int) -> Iterator[Any]:
    for question in questions:
        value = values.get((question.name, occurrence), "")
        yield value
        if question.type == Type.SELECT_MULTIPLE:
            chosen = value.split()
            yield from ("" if not value else int(code in chosen) for code, _label in question.options)


def _meta(response: Response, number: int) -> list[Any]:
    person = response.invitation
    return [
        str(response.pk), response.submitted_at, number, response.language,
        response.group_code, response.jurisdiction.code if response.jurisdiction else "", response.court_level,
        person.name if person else "", person.email if person else "",
    ]  # fmt: skip


def _repeated(inside: Sequence[LocalisedQuestion], response: Response, values: Values) -> Iterator[list[Any]]:
    names = {question.name for question in inside}
    for occurrence in sorted({n for name, n in values if name in names}):
        yield [str(response.pk), occurrence, *_cells(inside, values, occurrence)]
