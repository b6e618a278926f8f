"""Reads on units, items and progress that pages share."""

from programs.cohorts.models import Enrolment
from programs.learning.blueprint import PoolItem, draw
from programs.learning.models import Progress, Quiz, QuizItem, Unit


def items_of(quiz: Quiz) -> list[QuizItem]:
    """The items that this test asks, in order, with their options: two queries."""
    edition = quiz.unit.part.edition_id
    pool = list(QuizItem.objects.filter(edition=edition).prefetch_related("options"))
    drawn = draw(
        [PoolItem(item.pk, item.competency_id, item.form, item.position) for item in pool],
        phase=quiz.phase,
        items_a_competency=quiz.items_a_competency,
    )
    by_id = {item.pk: item for item in pool}
    return [by_id[pk] for pk in drawn]


def units_with_progress(enrolment: Enrolment) -> list[tuple[Unit, Progress | None]]:
    """Every unit of the cohort's edition in order, with the person's progress: two queries."""
    units = (
        Unit.objects.filter(part__edition=enrolment.cohort.edition_id)
        .select_related("part", "quiz")
        .order_by("part__position", "position")
    )
    progress = {row.unit_id: row for row in Progress.objects.filter(enrolment=enrolment)}
    return [(unit, progress.get(unit.pk)) for unit in units]
