"""How a reform moves: proposed to evaluated, with side exits (docs/terms.md §6). Pure: imports no Django."""

ORDER = ("proposed", "endorsed", "drafted", "adopted", "resourced", "in_force", "practised", "evaluated")
EXITS = ("paused", "withdrawn")


def is_allowed_transition(now: str, to: str, *, reached: tuple[str, ...] = ()) -> bool:
    """Whether a plan may go from stage `now` to `to`; `reached` are the stages it had before a pause.

    Forward by any number of stages (a court may adopt at once what it endorsed), out by an exit, and back from a
    pause to where it was. Nothing leads out of withdrawn.
    """
    if now == to or now == "withdrawn":
        return False
    if to in EXITS:
        return True
    if now == "paused":
        last = max((ORDER.index(stage) for stage in reached if stage in ORDER), default=0)
        return ORDER.index(to) >= last
    return ORDER.index(to) > ORDER.index(now)
