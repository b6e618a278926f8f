"""Parse the survey sheet row by row: questions, errors and unsupported elements. Pure."""

import re
from collections.abc import Mapping

from assessments.instruments.expressions import ExpressionError, parse
from assessments.instruments.xlsform.parsed_form import (
    EXPRESSION_COLUMNS,
    PLAIN_COLUMNS,
    TEXT_COLUMNS,
    ChoiceRow,
    FormRows,
    Issue,
    QuestionRow,
)
from assessments.instruments.xlsform.workbook import SheetRow

TYPES = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer", "decimal": "decimal", "range": "range",
    "date": "date", "time": "time", "datetime": "datetime", "note": "note", "acknowledge": "acknowledge",
    "trigger": "acknowledge", "calculate": "calculate", "file": "file", "image": "file", "photo": "file",
}  # fmt: skip
CHOICES = {"select_one": "select_one", "select_multiple": "select_multiple", "rank": "rank", "select one": "select_one",
           "select multiple": "select_multiple"}  # fmt: skip
SILENT_TYPES = {
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "audit",
    "subscriberid",
}
KNOWN_COLUMNS = {
    "type", "name", "image", "scale", "competency", "repeat_count", *TEXT_COLUMNS, *EXPRESSION_COLUMNS, *PLAIN_COLUMNS,
}  # fmt: skip
OTHER = "other"
OtherWords = Mapping[str, tuple[str, str]]  # language -> “Other”, “Please specify”
SCALES = ("importance", "ability")
TEST_FORMS = ("a", "b", "anchor")
MAX_NESTED = 20  # maximum depth of groups, because pages render them recursively
RATED = {"1", "2", "3", "4", "5", "na"}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}", re.ASCII)


class Survey:
    """Parses the survey sheet from top to bottom and keeps a stack of open groups."""

    def __init__(
        self, form: FormRows, rows: list[SheetRow], languages: Mapping[str, str], other: OtherWords
    ) -> None:
        self.form, self.rows, self.languages, self.other = form, rows, languages, other
        self.open: list[int | None] = []  # indexes of open groups; None for an unsupported one
        self.seen: dict[str, int] = {}
        self.reported: set[str] = set()
        self.offering: list[tuple[ChoiceRow, QuestionRow]] = []  # the choice “other”, and its text question

    def read(self) -> None:
        for row in self.rows:
            self._report_ignored_columns(row)
            kind = " ".join(row.plain("type").lower().split())
            if not kind:
                if row.plain("name") or any(column.name == "label" for column in row.cells):
                    self._error(row, "no_type")
            elif kind.replace("_", " ").startswith("end "):
                self._close(row)
            elif kind.replace("_", " ") in ("begin group", "begin repeat"):
                self._open(row, "repeat" if kind.endswith("repeat") else "group")
            else:
                self._question(row, kind)
        self._label_other()
        if self.open:
            last = [index for index in self.open if index is not None]
            where = self.form.questions[last[-1]] if last else None
            self.form.issues.append(
                Issue(
                    "survey",
                    where.row if where else 0,
                    where.name if where else "",
                    "never_ends",
                    is_error=True,
                )
            )

    def _error(self, row: SheetRow, code: str, detail: str = "") -> None:
        self.form.issues.append(Issue("survey", row.number, row.plain("name"), code, detail, is_error=True))

    def _leave_out(self, row: SheetRow, code: str, detail: str = "") -> None:
        self.form.issues.append(Issue("survey", row.number, row.plain("name"), code, detail))

    def _report_ignored_columns(self, row: SheetRow) -> None:
        for column in row.cells:
            label = column.name
            if column.language == "?":
                code, label = "language", f"{column.name}::"
            elif column.name not in KNOWN_COLUMNS and not column.name.startswith("_"):
                code = "column"
            else:
                continue
            if label not in self.reported:
                self.reported.add(label)
                self._leave_out(row, code, column.name)

    @property
    def _is_left_out(self) -> bool:
        return None in self.open

    def _close(self, row: SheetRow) -> None:
        if not self.open:
            self._error(row, "nothing_to_end")
        else:
            self.open.pop()

    def _open(self, row: SheetRow, kind: str) -> None:
        inside_repeat = any(
            index is not None and self.form.questions[index].type == "repeat" for index in self.open
        )
        if self._is_left_out:
            self._leave_out(row, "in_left_out", kind)
            self.open.append(None)
        elif kind == "repeat" and inside_repeat:
            self._leave_out(row, "nested_repeat")
            self.open.append(None)
        else:
            self._add(row, kind)
            self.open.append(len(self.form.questions) - 1)
            if len(self.open) == MAX_NESTED + 1:
                self._error(row, "deep")

    def _question(self, row: SheetRow, kind: str) -> None:
        if kind in SILENT_TYPES:
            self._leave_out(row, "metadata", kind)
            return
        if self._is_left_out:
            self._leave_out(row, "in_left_out", kind)
            return
        for prefix, choice_type in CHOICES.items():
            if kind == prefix or kind.startswith(f"{prefix} "):
                self._choice_question(row, choice_type, row.plain("type").strip()[len(prefix) :].split())
                return
        if kind not in TYPES:
            self._leave_out(row, "type", kind)
            return
        self._add(row, TYPES[kind])
        if kind in ("image", "photo"):
            self.form.questions[-1].plain["parameters"] = "accept=image"

    def _choice_question(self, row: SheetRow, kind: str, rest: list[str]) -> None:
        if not rest:
            self._error(row, "no_list")
        elif rest[0] not in self.form.lists:
            self._error(row, "unknown_list", rest[0])
        elif rest[1:] and rest[1] == "or_other":
            self._add_with_other(row, kind, rest[0])
        else:
            self._add(row, kind, list_name=rest[0])

    def _add_with_other(self, row: SheetRow, kind: str, list_name: str) -> None:
        """Add “other” to a copy of the list, because other questions may share the list, and a text question
        after it.
        """
        choices, choice = self.form.lists[list_name], ChoiceRow(row.number, OTHER)
        own = f"{list_name}_or_{OTHER}"
        if any(option.name == OTHER for option in choices):
            own = list_name
        elif own not in self.form.lists:
            self.form.lists[own] = [*choices, choice]
        self._add(row, kind, list_name=own)
        question = self.form.questions[-1]
        name = f"{question.name}_{OTHER}"
        if name in self.seen:
            self._error(row, "name_twice", str(self.seen[name]))
        self.seen.setdefault(name, row.number)
        which = QuestionRow(row.number, "text", name, parent=question.parent)
        which.expressions = dict.fromkeys(EXPRESSION_COLUMNS, "") | {
            "relevant": f"selected(${{{question.name}}}, '{OTHER}')",
            "required": "yes",
        }
        self.form.questions.append(which)
        self.offering.append((choice, which))

    def _label_other(self) -> None:
        """In each language of the form."""
        spoken = [code for code in self.form.languages if code in self.other]
        for choice, which in self.offering:
            choice.labels = {code: self.other[code][0] for code in spoken}
            which.texts = {code: {"label": self.other[code][1]} for code in spoken}

    def _add(self, row: SheetRow, kind: str, *, list_name: str = "") -> None:
        name = row.plain("name")
        if not name:
            self._error(row, "no_name")
        elif not NAME.fullmatch(name):
            self._error(row, "bad_name", name)
        elif name in self.seen:
            self._error(row, "name_twice", str(self.seen[name]))
        self.seen.setdefault(name, row.number)
        question = QuestionRow(
            row.number, kind, name, parent=self.open[-1] if self.open else None, list_name=list_name,
            image=next((text for column, text in row.cells.items() if column.name == "image"), ""),
        )  # fmt: skip
        self._take_texts(question, row)
        self._take_expressions(question, row)
        question.plain = {column: row.plain(column) for column in PLAIN_COLUMNS if row.plain(column)}
        self._take_count(question, row)
        self._take_scale(question, row)
        self._check_test(question, row)
        self.form.questions.append(question)

    def _take_texts(self, question: QuestionRow, row: SheetRow) -> None:
        for column, text in row.cells.items():
            if column.name in TEXT_COLUMNS and column.language != "?":
                language = column.language or self.form.source_language
                question.texts.setdefault(language, {})[column.name] = text

    def _take_expressions(self, question: QuestionRow, row: SheetRow) -> None:
        for column in EXPRESSION_COLUMNS:
            written = row.plain(column)
            if column == "required" and written.lower() in ("no", "false", "false()"):
                continue
            if not written or (column == "required" and written.lower() in ("yes", "true", "true()")):
                question.expressions[column] = "yes" if written else ""
                continue
            try:
                parse(written)
            except ExpressionError as error:
                if error.code == "syntax":
                    self._error(row, "expression", f"{column}: {error.detail}")
                else:
                    self._leave_out(row, "expression_left", f"{column}: {error.detail}")
            else:
                question.expressions[column] = written

    def _take_count(self, question: QuestionRow, row: SheetRow) -> None:
        count = row.plain("repeat_count")
        if question.type != "repeat" or not count:
            return
        if count.isdecimal() and len(count) < 4 and 0 < int(count) <= 50:
            question.plain["parameters"] = f"count={int(count)}"
        else:
            self._leave_out(row, "repeat_count", count[:40])

    def _check_test(self, question: QuestionRow, row: SheetRow) -> None:
        form, correct_answer = (
            question.plain.get("test_form", ""),
            question.plain.get("correct_answer", "").split(),
        )
        if form not in ("", *TEST_FORMS):
            self._error(row, "test_form", form[:40])
        known = {choice.name for choice in self.form.lists.get(question.list_name, [])}
        if question.list_name and not set(correct_answer) <= known:
            self._error(row, "correct_answer", " ".join(correct_answer)[:40])

    def _take_scale(self, question: QuestionRow, row: SheetRow) -> None:
        question.competency, scale = row.plain("competency"), row.plain("scale").lower()
        if not scale:
            return
        names = {choice.name for choice in self.form.lists.get(question.list_name, [])}
        if scale not in SCALES or question.type != "select_one" or not names <= RATED:
            self._error(row, "scale", scale)
        elif not re.match(rf"{scale}[-_]", question.name):
            self._error(row, "scale_name", scale)
        else:
            question.type, question.scale, question.list_name = "rating", scale, ""
