"""Freezing the ranking: from the answers to rows that may be published, and nothing else is kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from assessments.collection import models as collecting
from assessments.collection.models import Answer, Response
from assessments.collection.queries import turnout_of
from assessments.instruments.models import Question
from assessments.needs import ranking as rules
from assessments.needs.models import NeedsAssessment, PlaceNeed, RankedNeed, Ranking
from assessments.needs.places import rank_places
from portal.figures.suppression import hidden_in_line

Pairs = dict[int, dict[str, list[rules.Pair]]]
PlacedPairs = dict[int, dict[str, dict[int, list[rules.Pair]]]]


def freeze_ranking(assessment: NeedsAssessment) -> Ranking:
    """The ranking of the answers sent so far; the same answers give the ranking that stands already."""
    weights = {group.code: group.weight for group in assessment.groups.all()}
    answered = people_by_group(assessment.collection)
    placed = placed_pairs_of(assessment)
    pairs = over_all_places(placed)
    answers = (
        (item, group, importance, ability)
        for item, groups in pairs.items()
        for group, found in groups.items()
        for importance, ability in found
    )
    ranking, created = Ranking.objects.get_or_create(
        assessment=assessment,
        method=Ranking.Method.BORICH,
        inputs_digest=rules.digest(answers, weights, k=assessment.suppression_k),
        defaults={
            "weights": {code: str(weight.normalize()) for code, weight in weights.items()},
            "responses": _responses(assessment, answered, list(weights)),
        },
    )
    if created:
        counted = {code: answered.get(code, 0) for code in weights}
        cells = rules.rank(pairs, weights, answered=counted, k=assessment.suppression_k)
        RankedNeed.objects.bulk_create(RankedNeed(ranking=ranking, **_columns(cell)) for cell in cells)
        _freeze_places(
            ranking, placed, weights, hidden=[(c.item, c.group) for c in cells if c.reason == "suppressed"]
        )
    return ranking


def _freeze_places(
    ranking: Ranking,
    pairs: PlacedPairs,
    weights: Mapping[str, Decimal],
    *,
    hidden: Collection[tuple[int, str]],
) -> None:
    """The same for each jurisdiction asked, as far as it gives nothing back that the ranking withholds."""
    assessment = ranking.assessment
    asked = set(assessment.jurisdictions.values_list("pk", flat=True))
    # Whoever answered from elsewhere stands in the totals too, and must not be what is left of them.
    places = asked.union(*(places for groups in pairs.values() for places in groups.values()))
    found = rank_places(
        pairs, weights, places=sorted(places), hidden_over_all=set(hidden), k=assessment.suppression_k
    )
    PlaceNeed.objects.bulk_create(
        PlaceNeed(ranking=ranking, jurisdiction_id=place, **_columns(cell))
        for place, cells in found.items()
        if place in asked
        for cell in cells
    )


def people_by_group(collection: collecting.Collection) -> dict[str, int]:
    """Group -> how many sent an answer."""
    people: dict[str, int] = defaultdict(int)
    for group in Response.objects.filter(collection=collection, submitted_at__isnull=False).values_list(
        "group_code", flat=True
    ):
        people[group] += 1
    return people


def over_all_places(placed: PlacedPairs) -> Pairs:
    """Item -> group -> complete pairs, wherever they came from."""
    return {
        item: {
            group: [pair for pairs in places.values() for pair in pairs] for group, places in groups.items()
        }
        for item, groups in placed.items()
    }


def placed_pairs_of(assessment: NeedsAssessment) -> PlacedPairs:
    """Item -> group -> jurisdiction -> complete pairs: one query over the numbers, none over a person."""
    pairs: PlacedPairs = {
        item: defaultdict(lambda: defaultdict(list))
        for item in assessment.items.values_list("competency", flat=True)
    }
    halves: dict[tuple[object, int], tuple[str, int]] = {}
    numbers = Answer.objects.filter(
        Q(question__scale__in=Question.Scale.values),
        response__collection=assessment.collection,
        response__submitted_at__isnull=False,
        number__isnull=False,
    ).values_list(
        "response", F("response__group_code"), F("response__jurisdiction"), F("question__competency"),
        F("question__scale"), "number",
    )  # fmt: skip
    for response, group, place, item, scale, number in numbers.iterator(chunk_size=5000):
        other = halves.pop((response, item), None)
        if other is None:
            halves[response, item] = (scale, number)
            continue
        importance, ability = (
            (other[1], number) if other[0] == Question.Scale.IMPORTANCE else (number, other[1])
        )
        pairs[item][group][place].append((importance, ability))
    return pairs


def _responses(assessment: NeedsAssessment, answered: dict[str, int], groups: list[str]) -> dict[str, object]:
    total, rows = turnout_of(assessment.collection, groups)
    k = assessment.suppression_k
    hidden = hidden_in_line({code: answered.get(code, 0) for code in groups}, k=k)
    shown: dict[str, object] = {
        row.group: {
            "invited": row.invited,
            "bounced": 0 if row.group in hidden else row.bounced,
            "screened_out": 0 if row.group in hidden else row.screened_out,
            "complete": None if row.group in hidden else answered.get(row.group, 0),
            "withheld": row.group in hidden,
        }
        for row in rows
    }
    complete = sum(answered.values())
    shown[""] = {
        "invited": total.invited,
        "bounced": total.bounced,
        "started": total.started,
        "screened_out": total.screened_out,
        "complete": None if 0 < complete < k else complete,
    }
    return shown


def _columns(cell: rules.Cell) -> dict[str, Any]:
    return {
        "competency_id": cell.item,
        "group_code": cell.group,
        "n": cell.n,
        "importance": cell.importance,
        "ability": cell.ability,
        "score": cell.mwds,
        "spread": cell.spread,
        "rank": cell.rank,
        "reason": cell.reason,
    }
