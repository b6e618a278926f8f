"""Links of agenda items to needs, programmes and milestones, limited to what one reader may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.needs.models import TrainingNeed
from evaluations.agenda.models import AgendaItem
from evaluations.agenda.queries import VisibleAgenda
from evaluations.results.models import Milestone
from evaluations.results.queries import states_of
from portal.access.users import AnyUser
from portal.languages.numbers import date_format
from programs.programmes.models import Programme


@dataclass(frozen=True)
class AgendaItemLink:
    """A need, programme or milestone linked to an item. Links the reader may not see have no `name`; `hidden` counts
    them.
    """

    kind: str
    name: str
    about: str = ""
    state: str = ""
    hidden: int = 0


def links_of(board: VisibleAgenda, reader: AnyUser, today: date) -> dict[int, list[AgendaItemLink]]:
    """Return item id -> links.

    Links that the reader may not see are counted, not named. A constant number of queries.
    """
    links: dict[int, list[AgendaItemLink]] = {row.item.pk: [] for row in board.items}
    needs = TrainingNeed.objects.visible_to(reader).select_related("assessment")
    _add(
        links,
        "need",
        "trainingneed",
        needs,
        lambda need: AgendaItemLink("need", str(need), str(need.assessment)),
    )
    _add(
        links,
        "programme",
        "programme",
        Programme.objects.visible_to(reader),
        lambda target: AgendaItemLink("programme", str(target)),
    )
    milestones = Milestone.objects.visible_to(reader).with_facts()
    states = states_of(list(milestones.filter(agenda_items__in=links)), today=today)
    _add(
        links, "milestone", "milestone", milestones,
        lambda target: AgendaItemLink("milestone", str(target), date_format(target.due_on, "DATE_FORMAT"),
        str(states.get(target.pk, ""))),
    )  # fmt: skip
    return links


def _add(
    links_by_item: dict[int, list[AgendaItemLink]], kind: str, column: str, rows: Any, link: Any
) -> None:
    through = getattr(AgendaItem, f"{kind}s").through
    links = list(
        through.objects.filter(agendaitem__in=links_by_item).order_by("pk").values_list("agendaitem", column)
    )
    seen = {row.pk: row for row in rows.filter(pk__in={pk for _item, pk in links})}
    for item, pks in _grouped(links).items():
        links_by_item[item] += [link(seen[pk]) for pk in pks if pk in seen]
        hidden = sum(pk not in seen for pk in pks)
        if hidden:
            links_by_item[item].append(AgendaItemLink(kind, "", hidden=hidden))


def _grouped(links: list[tuple[int, int]]) -> dict[int, list[int]]:
    grouped: dict[int, list[int]] = {}
    for item, pk in links:
        grouped.setdefault(item, []).append(pk)
    return grouped
