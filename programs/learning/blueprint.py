"""Selection of a test's questions: the same number for each competency, from the form of its phase. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class BankQuestion:
    """A question of the edition's question bank; `id` is its name, `form` is `a`, `b` or `anchor`."""

    id: str
    competency: int
    form: str
    position: int


FORM_OF_PHASE = {"pre": "a", "post": "b", "retention": "a", "practice": "a"}


def select_questions(bank: Sequence[BankQuestion], *, phase: str, items_per_competency: int) -> list[str]:
    """The names of the selected questions, in order.

    Pre-test and post-test have the same competencies with the same number of questions, in equivalent forms. Anchor
    questions are used in both and are selected first, so that the two forms can be compared.
    """
    form = FORM_OF_PHASE[phase]
    by_competency: dict[int, list[BankQuestion]] = defaultdict(list)
    for item in sorted(bank, key=lambda item: (item.form != "anchor", item.position)):
        if item.form in ("anchor", form):
            by_competency[item.competency].append(item)
    selected = [item for items in by_competency.values() for item in items[:items_per_competency]]
    return [item.id for item in sorted(selected, key=lambda item: item.position)]
