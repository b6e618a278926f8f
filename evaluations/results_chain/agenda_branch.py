"""The second path from need to milestone, through items of reform agendas, with or without a course.

need -> agenda item, agreed by its board -> milestone -> indicator
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from evaluations.agenda.models import AgendaItem
from evaluations.agenda.motion_models import AgendaMotion
from evaluations.results_chain.link_evidence import LinkEvidence
from portal.access.users import AnyUser
from portal.languages.numbers import interpolate

LIMIT = 50


@dataclass(frozen=True)
class LinkedItem:
    """An agenda item with the chain's needs and milestones that it is linked to, and the board's decisions on it."""

    item: Any
    needs: Sequence[Any]
    milestones: Sequence[Any]

    @property
    def is_decided(self) -> bool:
        """Whether a board decision supports it."""
        return bool(self.item.carried)

    @property
    def decisions(self) -> str:
        return "; ".join(
            interpolate(_("decision %(n)s: %(title)s"), n=motion["number"], title=motion["title"])
            for motion in self.item.carried
        )


@dataclass(frozen=True)
class AgendaBranch:
    steps: Sequence[LinkedItem]

    @property
    def from_needs(self) -> LinkEvidence:
        linked = [step for step in self.steps if step.needs]
        return LinkEvidence(sum(step.is_decided for step in linked), len(linked))

    @property
    def to_milestones(self) -> LinkEvidence:
        linked = [step for step in self.steps if step.milestones]
        return LinkEvidence(sum(step.is_decided for step in linked), len(linked))

    @property
    def links_need_to_milestone(self) -> bool:
        """Whether an item links a need of the chain to a milestone of it."""
        return any(step.needs and step.milestones for step in self.steps)

    @property
    def rests_on(self) -> str:
        shown = [step for step in self.steps if step.is_decided]
        if not shown:
            return _("No board has decided on these agenda items yet")
        return "; ".join(f"{step.item}: {step.decisions}" for step in shown)


def of_needs(user: AnyUser, needs: QuerySet[Any, Any]) -> QuerySet[AgendaItem]:
    """Items that the person may read and that address one of the needs, without dropped ones."""
    return _in_force(user).filter(needs__in=needs)


def items_of(user: AnyUser, *, needs: QuerySet[Any, Any], milestones: Iterable[int]) -> list[Any]:
    """Items linked to the needs or milestones, with `need_ids`, `milestone_ids` and `carried`. One query."""
    linked = Q(needs__in=needs) | Q(milestones__in=set(milestones))
    carried = (
        AgendaMotion.objects.filter(item=OuterRef("pk"), outcome__outcome="carried")
        .order_by("number")
        .values_list(JSONObject(number="number", title="title"))
    )
    need_links = AgendaItem.needs.through.objects.filter(agendaitem=OuterRef("pk"))
    milestone_links = AgendaItem.milestones.through.objects.filter(agendaitem=OuterRef("pk"))
    return list(
        _in_force(user)
        .filter(pk__in=AgendaItem.objects.filter(linked).values("pk"))
        .select_related("agenda", "owner__organisation")
        .annotate(
            need_ids=ArraySubquery(need_links.values("trainingneed")),
            milestone_ids=ArraySubquery(milestone_links.values("milestone")),
            carried=ArraySubquery(carried),
        )
        .order_by("agenda", "number")[:LIMIT]
    )


def _in_force(user: AnyUser) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.visible_to(user).exclude(state=AgendaItem.State.DROPPED)


def agenda_branch(items: Iterable[Any], *, needs: Iterable[Any], milestones: Iterable[Any]) -> AgendaBranch:
    by_need, by_milestone = {need.pk: need for need in needs}, {row.pk: row for row in milestones}
    return AgendaBranch(
        [
            LinkedItem(
                item,
                [by_need[pk] for pk in item.need_ids if pk in by_need],
                [by_milestone[pk] for pk in item.milestone_ids if pk in by_milestone],
            )
            for item in items
        ]
    )
