"""Which questions a test asks: the same number for each competency, from the form of its phase. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class BankQuestion:
    """A question of the edition's pool by its name; `form` is `a`, `b` or `anchor`."""

    id: str
    competency: int
    form: str
    position: int


FORM_OF_PHASE = {"pre": "a", "post": "b", "retention": "a", "practice": "a"}


def select_questions(pool: Sequence[BankQuestion], *, phase: str, items_per_competency: int) -> list[str]:
    """Names in order. Anchors come first: asked both times, they tie the two forms together.

    Pre and post share the blueprint: the same competencies with the same number of items, in equivalent forms.
    """
    form = FORM_OF_PHASE[phase]
    by_competency: dict[int, list[BankQuestion]] = defaultdict(list)
    for item in sorted(pool, key=lambda item: (item.form != "anchor", item.position)):
        if item.form in ("anchor", form):
            by_competency[item.competency].append(item)
    drawn = [item for items in by_competency.values() for item in items[:items_per_competency]]
    return [item.id for item in sorted(drawn, key=lambda item: item.position)]
