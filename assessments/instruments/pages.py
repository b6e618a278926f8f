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
    found: list[LocalisedQuestion] = []
    for block in blocks:
        found += [block.question] if block.question else []
        found += [half for row in block.rows for half in (row.importance, row.ability)]
        found += _asked_in(block.blocks)
    return found


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
    for one in questionnaire.members(""):
        here = _area_of(one)
        if run and (one.type == Type.GROUP or (here != area and here is not None)):
            yield None, run
            run = []
        area = here if here is not None else area
        if one.type == Type.GROUP:
            yield one, []
        else:
            run.append(one)
    if run:
        yield None, run


def _area_of(one: LocalisedQuestion) -> int | None:
    competency = one.question.competency
    return None if competency is None else competency.parent_id or competency.pk


def _title_of(members: list[LocalisedQuestion]) -> str:
    competency = next((one.question.competency for one in members if one.question.competency), None)
    return str(competency.parent or competency) if competency else ""


def _blocks(questionnaire: Questionnaire, members: Iterable[LocalisedQuestion]) -> list[Block]:
    blocks: list[Block] = []
    unpaired: dict[str, LocalisedQuestion] = {}
    for one in members:
        if one.type in CONTAINERS:
            inside = _blocks(questionnaire, questionnaire.members(one.name))
            if inside:
                blocks.append(Block(str(one.type), one, blocks=inside))
        elif one.type == Type.RATING and one.pair_key in unpaired:
            _add_row(blocks, one, unpaired.pop(one.pair_key))
        elif one.type == Type.RATING:
            unpaired[one.pair_key] = one
        elif one.type != Type.CALCULATE:
            blocks.append(Block("question", one))
    return blocks


def _add_row(blocks: list[Block], one: LocalisedQuestion, other: LocalisedQuestion) -> None:
    pair = (other, one) if other.question.scale == Question.Scale.IMPORTANCE else (one, other)
    if not blocks or blocks[-1].kind != "matrix":
        blocks.append(Block("matrix"))
    blocks[-1].rows.append(MatrixRow(*pair))
