"""The order of questions: positions count through the whole version, a group before its members."""

from assessments.instruments.models import InstrumentVersion, Question


def renumber(version: InstrumentVersion) -> None:
    """Renumber all questions. Call with the version's row locked. Two queries, whatever the length."""
    rows = list(version.questions.select_related("competency"))
    members: dict[int | None, list[Question]] = {}
    for row in sorted(rows, key=_sort_key):
        members.setdefault(row.parent_id, []).append(row)
    ordered = _walk(members, None)
    changed = []
    for position, row in enumerate(ordered):
        if row.position != position:
            row.position = position
            changed.append(row)
    Question.objects.bulk_update(changed, ["position"], batch_size=500)


def _sort_key(row: Question) -> tuple[int, int, str, int]:
    """Sort ratings of one area in the framework's order, importance first; the rest stays in its order."""
    if row.type == Question.Type.RATING and row.competency is not None and row.parent_id is not None:
        second = row.scale == Question.Scale.ABILITY
        return (-1, row.competency.position, row.competency.code, int(second))
    return (row.position, 0, "", row.pk)


def _walk(members: dict[int | None, list[Question]], parent: int | None) -> list[Question]:
    rows = []
    for row in members.get(parent, []):
        rows.append(row)
        rows += _walk(members, row.pk)
    return rows


def swap(question: Question, *, up: bool) -> bool:
    """Swap with the neighbour in the same group; False at the end of it. Call with the version locked."""
    siblings = list(
        Question.objects.filter(version=question.version_id, parent=question.parent_id).order_by("position")
    )
    here = next(index for index, row in enumerate(siblings) if row.pk == question.pk)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(siblings):
        return False
    other, own = siblings[there], siblings[here]
    other.position, own.position = own.position, other.position
    Question.objects.bulk_update([other, own], ["position"])
    renumber(question.version)
    return True


def ratings_of_task(version: InstrumentVersion, question: Question) -> list[Question]:
    """The two ratings of one task."""
    key = question.name[len(question.scale) + 1 :]
    names = [f"{scale}-{key}" for scale in Question.Scale.values]
    return list(version.questions.filter(type=Question.Type.RATING, name__in=names))
