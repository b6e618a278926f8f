"""Split a questionnaire into pages: each top-level group, and each run of questions outside groups."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assessments.instruments.models import Question
from assessments.instruments.queries import CONTAINERS, LocalisedQuestion, Questionnaire

Type = Question.Type


@dataclass(frozen=True)
class MatrixRow:
    """A task with its two ratings."""

    importance: LocalisedQuestion
    ability: LocalisedQuestion

    @property
    def label(self) -> str:
        return self.importance.label


@dataclass
class Block:
    """A unit of the page: a question, a matrix of ratings, a group, or a repeat."""

    kind: str
    question: LocalisedQuestion | None = None
    rows: list[MatrixRow] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)


@dataclass
class QuestionPage:
    """One page. `number` counts from 1; `group` is the group of the page, if any."""

    number: int
    title: str
    blocks: list[Block]
    group: LocalisedQuestion | None = None

    @property
    def questions(self) -> list[LocalisedQuestion]:
        """Every question on the page, including groups and repeats."""
        return [*([self.group] if self.group else []), *_asked_in(self.blocks)]

    @property
    def rows(self) -> list[MatrixRow]:
        return [row for block in every_block(self.blocks) for row in block.rows]


def _asked_in(blocks: Iterable[Block]) -> list[LocalisedQuestion]:
    questions: list[LocalisedQuestion] = []
    for block in blocks:
        questions += [block.question] if block.question else []
        questions += [half for row in block.rows for half in (row.importance, row.ability)]
        questions += _asked_in(block.blocks)
    return questions


def every_block(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from every_block(block.blocks)


def pages_of(questionnaire: Questionnaire) -> list[QuestionPage]:
    """The pages in order; a questionnaire without questions has none."""
    pages: list[QuestionPage] = []
    for group, members in _split_into_pages(questionnaire):
        if group is not None:
            title, blocks = group.label, _blocks(questionnaire, questionnaire.members(group.name))
        else:
            title, blocks = _title_of(members), _blocks(questionnaire, members)
        if blocks:
            pages.append(QuestionPage(len(pages) + 1, title, blocks, group))
    return pages


def _split_into_pages(
    questionnaire: Questionnaire,
) -> Iterator[tuple[LocalisedQuestion | None, list[LocalisedQuestion]]]:
    """Groups, and between them runs of ungrouped questions; ungrouped ratings of one area form one run."""
    run: list[LocalisedQuestion] = []
    area: int | None = None
    for question in questionnaire.members(""):
        here = _area_of(question)
        if run and (question.type == Type.GROUP or (here != area and here is not None)):
            yield None, run
            run = []
        area = here if here is not None else area
        if question.type == Type.GROUP:
            yield question, []
        else:
            run.append(question)
    if run:
        yield None, run


def _area_of(member: LocalisedQuestion) -> int | None:
    competency = member.question.competency
    return None if competency is None else competency.parent_id or competency.pk


def _title_of(members: list[LocalisedQuestion]) -> str:
    competency = next((member.question.competency for member in members if member.question.competency), None)
    return str(competency.parent or competency) if competency else ""


def _blocks(questionnaire: Questionnaire, members: Iterable[LocalisedQuestion]) -> list[Block]:
    blocks: list[Block] = []
    unpaired: dict[str, LocalisedQuestion] = {}
    for question in members:
        if question.type in CONTAINERS:
            inside = _blocks(questionnaire, questionnaire.members(question.name))
            if inside:
                blocks.append(Block(str(question.type), question, blocks=inside))
        elif question.type == Type.RATING and question.pair_key in unpaired:
            _add_row(blocks, question, unpaired.pop(question.pair_key))
        elif question.type == Type.RATING:
            unpaired[question.pair_key] = question
        elif question.type != Type.CALCULATE:
            blocks.append(Block("question", question))
    return blocks


def _add_row(blocks: list[Block], rating: LocalisedQuestion, other: LocalisedQuestion) -> None:
    pair = (other, rating) if other.question.scale == Question.Scale.IMPORTANCE else (rating, other)
    if not blocks or blocks[-1].kind != "matrix":
        blocks.append(Block("matrix"))
    blocks[-1].rows.append(MatrixRow(*pair))
