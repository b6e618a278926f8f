"""An XLSForm as plain values: `reader.py` creates it, `storage.py` stores it. Pure."""

from dataclasses import dataclass, field

TEXT_COLUMNS = ("label", "hint", "constraint_message", "required_message", "image_alt", "explanation")
EXPRESSION_COLUMNS = ("relevant", "constraint", "calculation", "choice_filter", "required")
# Column -> maximum number of characters, as in the database.
LIMITS = {
    "name": 60, "list_name": 60, "appearance": 60, "parameters": 200, "default": 500, "correct_answer": 500,
    "constraint_message": 500, "required_message": 500, "image_alt": 300,
}  # fmt: skip
PLAIN_COLUMNS = ("default", "appearance", "parameters", "correct_answer", "test_form")


@dataclass(frozen=True)
class Issue:
    """An error (nothing is stored) or an unsupported element (the rest can be stored). `row` is the sheet's row
    number.

    `code` is the key of the message (`messages.py`), `detail` its placeholder.
    """

    sheet: str
    row: int
    name: str
    code: str
    detail: str = ""
    is_error: bool = False


@dataclass
class QuestionRow:
    """One line of the survey sheet; `parent` is the index of its group among the rows, or None."""

    row: int
    type: str
    name: str
    parent: int | None = None
    list_name: str = ""
    scale: str = ""
    competency: str = ""
    image: str = ""
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    expressions: dict[str, str] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)


@dataclass
class ChoiceRow:
    row: int
    name: str
    labels: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)


@dataclass
class FormRows:
    """A parsed form. `texts` is language -> (title, introduction)."""

    source_language: str = "en"
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    questions: list[QuestionRow] = field(default_factory=list)
    lists: dict[str, list[ChoiceRow]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def errors(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.is_error]

    @property
    def unsupported(self) -> list[Issue]:
        return [issue for issue in self.issues if not issue.is_error]

    @property
    def languages(self) -> list[str]:
        """The languages with any text, the source first."""
        codes = {self.source_language: None}
        for question in self.questions:
            codes |= dict.fromkeys(question.texts)
        for choices in self.lists.values():
            for choice in choices:
                codes |= dict.fromkeys(choice.labels)
        return list(codes)
