"""An XLSForm as plain values: what `reading.py` finds, `building.py` stores. Pure."""

from dataclasses import dataclass, field

TEXT_COLUMNS = ("label", "hint", "constraint_message", "required_message", "image_alt", "explanation")
EXPRESSION_COLUMNS = ("relevant", "constraint", "calculation", "choice_filter", "required")
# Column -> the most characters that are kept of it, as the tables have it.
LIMITS = {
    "name": 60, "list_name": 60, "appearance": 60, "parameters": 200, "default": 500, "correct_answer": 500,
    "constraint_message": 500, "required_message": 500, "image_alt": 300,
}  # fmt: skip
PLAIN_COLUMNS = ("default", "appearance", "parameters", "correct_answer", "test_form")


@dataclass(frozen=True)
class Issue:
    """Something wrong (nothing is stored), or left out (the rest can be stored). `row` counts as the sheet does.

    `code` names the sentence (`messages.py`), `detail` fills it.
    """

    sheet: str
    row: int
    name: str
    code: str
    detail: str = ""
    is_fault: bool = False


@dataclass
class QuestionRow:
    """One line of the survey sheet; `parent` is the place of its group among the rows, or None."""

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
    def faults(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.is_fault]

    @property
    def unsupported(self) -> list[Issue]:
        return [issue for issue in self.issues if not issue.is_fault]

    @property
    def languages(self) -> list[str]:
        """The languages in which anything is written, the source first."""
        found = {self.source_language: None}
        for question in self.questions:
            found |= dict.fromkeys(question.texts)
        for choices in self.lists.values():
            for choice in choices:
                found |= dict.fromkeys(choice.labels)
        return list(found)
