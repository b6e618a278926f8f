"""Read an XLSForm: parse each row and list errors and unsupported elements by sheet, row and name.

Finally `pyxform` checks whether other tools can read the workbook; its error is reported with its row.
"""

import io
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import IO

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from assessments.instruments.elements import Element, Elements, Option, find_cycle
from assessments.instruments.expressions import Tree, names_in, parse
from assessments.instruments.queries import parameters_of
from assessments.instruments.validation import condition_issue
from assessments.instruments.xlsform.parsed_form import (
    EXPRESSION_COLUMNS,
    LIMITS,
    ChoiceRow,
    FormRows,
    Issue,
    QuestionRow,
)
from assessments.instruments.xlsform.survey import OtherWords, Survey
from assessments.instruments.xlsform.workbook import MAX_CELL, SheetRow, read_sheets

# Other tools allow one title only and fail on a second language of it, so ours are in separate columns.
TEXT_FIELDS = {"form_title": "title", "portal_title": "title", "portal_introduction": "introduction"}
RATED = {"1", "2", "3", "4", "5", "na"}
_PYXFORM_ROW = re.compile(r"\[row ?: ?(\d+)\]", re.IGNORECASE)
_PYXFORM_NAME = re.compile(r"named '([^']+)'")


def read_form(
    file: IO[bytes],
    languages: Mapping[str, str],
    *,
    competencies: frozenset[str] = frozenset(),
    other: OtherWords = MappingProxyType({"en": ("Other", "Which other?")}),
) -> FormRows:
    """The parsed workbook with its issues. Raises `workbook.UnreadableWorkbookError`.

    `other` is the label of “or_other” in each language.
    """
    sheets = read_sheets(file, languages)
    form = FormRows()
    _read_settings(form, sheets.get("settings", []))
    _read_choices(form, sheets.get("choices", []), languages)
    Survey(form, sheets["survey"], languages, other).read()
    _check_lengths(form)
    _check_references(form, competencies)
    if not form.errors:
        _ask_pyxform(form, file)
    return form


def _read_settings(form: FormRows, rows: list[SheetRow]) -> None:
    cells = rows[0].cells if rows else {}
    named = {column: cell_text for column, cell_text in cells.items() if column.name in TEXT_FIELDS}
    default = next(
        (cell_text for column, cell_text in cells.items() if column.name == "default_language"), ""
    )
    form.source_language = default or "en"
    cell_text: dict[str, dict[str, str]] = {}
    for column, text in named.items():
        cell_text.setdefault(column.language, {})[TEXT_FIELDS[column.name]] = text
    form.texts = {
        language: (texts.get("title", "")[:200], texts.get("introduction", ""))
        for language, texts in cell_text.items()
        if language != "?"
    }


def _read_choices(form: FormRows, rows: list[SheetRow], languages: Mapping[str, str]) -> None:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        list_name, name = (
            row.plain("list_name") or row.plain("list name"),
            row.plain("name") or row.plain("value"),
        )
        if not list_name or not name:
            form.issues.append(Issue("choices", row.number, name, "choice_incomplete", is_error=True))
        elif " " in name or len(name) > 60:
            form.issues.append(Issue("choices", row.number, name, "choice_name", is_error=True))
        elif (list_name, name) in seen:
            form.issues.append(Issue("choices", row.number, name, "choice_twice", list_name, is_error=True))
        else:
            seen.add((list_name, name))
            choice = ChoiceRow(row.number, name)
            for column, text in row.cells.items():
                _take_choice_cell(form, choice, column.name, column.language, text)
            form.lists.setdefault(list_name, []).append(choice)
    _normalise_source(form, languages)


def _take_choice_cell(form: FormRows, choice: ChoiceRow, name: str, language: str, text: str) -> None:
    if name == "label" and language != "?":
        choice.labels[language] = text[:300]
    elif name not in ("list_name", "name", "value", "label", "image", "audio", "video"):
        choice.columns[name] = text
    elif name in ("image", "audio", "video"):
        form.issues.append(Issue("choices", choice.row, choice.name, "column", name))


def _normalise_source(form: FormRows, languages: Mapping[str, str]) -> None:
    """Normalise the default language to its code; columns without a language are in the default language."""
    from_settings = form.source_language
    wanted = from_settings.casefold()
    columns = [
        c
        for c, name in languages.items()
        if c.casefold() == wanted or name.casefold() in wanted or f"({c})" in wanted
    ]
    form.source_language = columns[0] if columns else "en"
    form.texts = {language or form.source_language: cell_text for language, cell_text in form.texts.items()}
    for choices in form.lists.values():
        for choice in choices:
            choice.labels = {
                language or form.source_language: text for language, text in choice.labels.items()
            }


def _check_lengths(form: FormRows) -> None:
    """Also checks names that “or_other” derives from the workbook's names."""
    for question in form.questions:
        cells = [("name", question.name), ("list_name", question.list_name), *question.plain.items()]
        cells += [cell for cell_text in question.texts.values() for cell in cell_text.items()]
        for column in dict.fromkeys(name for name, text in cells if len(text) > LIMITS.get(name, MAX_CELL)):
            form.issues.append(
                Issue("survey", question.row, question.name, "long_cell", column, is_error=True)
            )


def _check_references(form: FormRows, competencies: frozenset[str]) -> None:
    names = {question.name for question in form.questions}
    for question in form.questions:
        if question.competency and question.competency not in competencies:
            form.issues.append(
                Issue("survey", question.row, question.name, "competency", question.competency, is_error=True)
            )
        for column, written in list(question.expressions.items()):
            if written in ("", "yes"):
                continue
            unknown = sorted(set(names_in(parse(written))) - names)
            if unknown:
                question.expressions[column] = ""
                code = "reference_left" if _was_left_out(form, unknown[0]) else "reference"
                form.issues.append(
                    Issue("survey", question.row, question.name, code, f"{column}: ${{{unknown[0]}}}",
                          is_error=code == "reference")
                )  # fmt: skip
    elements = {question.name: _element(question, form) for question in form.questions}
    circle = find_cycle(elements)
    if circle:
        row = next(question.row for question in form.questions if question.name == circle[0])
        form.issues.append(Issue("survey", row, circle[0], "circle", ", ".join(circle), is_error=True))
    _check_conditions(form, elements)


def _check_conditions(form: FormRows, elements: Elements) -> None:
    for question in form.questions:
        for column in EXPRESSION_COLUMNS:
            if not question.expressions.get(column):
                continue
            problem = condition_issue(elements[question.name], column, elements, {})
            if problem:
                form.issues.append(
                    Issue(
                        "survey",
                        question.row,
                        question.name,
                        "condition",
                        f"{column}: {problem}",
                        is_error=True,
                    )
                )


def _was_left_out(form: FormRows, name: str) -> bool:
    return any(issue.name == name and not issue.is_error for issue in form.issues)


def _element(question: QuestionRow, form: FormRows) -> Element:
    parent = form.questions[question.parent].name if question.parent is not None else ""
    choices = form.lists.get(question.list_name, [])
    return Element(
        question.name,
        question.type,
        parent=parent,
        options=tuple(Option(choice.name, choice.columns) for choice in choices),
        parameters=parameters_of(question.plain.get("parameters", "")),
        relevant=_tree(question, "relevant"),
        required=_tree(question, "required"),
        constraint=_tree(question, "constraint"),
        calculation=_tree(question, "calculation"),
        choice_filter=_tree(question, "choice_filter"),
    )


def _tree(question: QuestionRow, column: str) -> Tree | None:
    written = question.expressions.get(column, "")
    if column == "required" and written == "yes":
        return ["call", "true"]
    return parse(written) if written else None


def _ask_pyxform(form: FormRows, file: IO[bytes]) -> None:
    file.seek(0)
    try:
        convert(xlsform=io.BytesIO(file.read()), file_type=".xlsx")
    except PyXFormError as error:
        message = " ".join(str(error).split())
        row, name = _error_location(form, message)
        form.issues.append(Issue("survey", row, name, "pyxform", message[:300], is_error=True))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        # pyxform fails on some files without a message of its own; other tools would too.
        form.issues.append(Issue("survey", 0, "", "pyxform", type(error).__name__, is_error=True))


def _error_location(form: FormRows, message: str) -> tuple[int, str]:
    """Row and name, if pyxform's message has them."""
    row, name = _PYXFORM_ROW.search(message), _PYXFORM_NAME.search(message)
    for question in form.questions:
        if (name and question.name == name.group(1)) or (row and question.row == int(row.group(1))):
            return question.row, question.name
    return int(row.group(1)) if row else 0, ""
