"""Allowed transitions between the stages of a reform plan (docs/glossary.md §6). Pure: imports no Django."""

ORDER = ("proposed", "endorsed", "drafted", "adopted", "resourced", "in_force", "practised", "evaluated")
EXITS = ("paused", "withdrawn")


def is_allowed_transition(now: str, to: str, *, reached: tuple[str, ...] = ()) -> bool:
    """Whether a plan may change from stage `now` to `to`; `reached` are the stages it had before a pause.

    A plan can skip stages forward, be paused or withdrawn at any time, and resume after a pause at or after the last
    stage reached. A withdrawn plan cannot change.
    """
    if now == to or now == "withdrawn":
        return False
    if to in EXITS:
        return True
    if now == "paused":
        last = max((ORDER.index(stage) for stage in reached if stage in ORDER), default=0)
        return ORDER.index(to) >= last
    return ORDER.index(to) > ORDER.index(now)
