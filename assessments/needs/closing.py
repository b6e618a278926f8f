"""Freezing the ranking: from the answers to rows that may be published, and nothing else is kept."""

from collections import defaultdict

from django.db.models import F, Q

from assessments.collection.models import Answer, Collection, Response
from assessments.collection.queries import turnout_of
from assessments.instruments.models import Question
from assessments.needs import ranking as rules
from assessments.needs.models import NeedsAssessment, RankedNeed, Ranking
from portal.figures.suppression import hidden_in_line

Pairs = dict[int, dict[str, list[rules.Pair]]]


def freeze_ranking(assessment: NeedsAssessment) -> Ranking:
    """The ranking of the answers sent so far; the same answers give the ranking that stands already."""
    weights = {group.code: group.weight for group in assessment.groups.all()}
    answered = people_by_group(assessment.collection)
    pairs = pairs_of(assessment)
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
        RankedNeed.objects.bulk_create(_row(ranking, cell) for cell in cells)
    return ranking


def people_by_group(collection: Collection) -> dict[str, int]:
    """Group -> how many sent an answer."""
    people: dict[str, int] = defaultdict(int)
    for group in Response.objects.filter(collection=collection, submitted_at__isnull=False).values_list(
        "group_code", flat=True
    ):
        people[group] += 1
    return people


def pairs_of(assessment: NeedsAssessment) -> Pairs:
    """Item -> group -> complete pairs: one query over the numbers, none over a person."""
    pairs: Pairs = {item: defaultdict(list) for item in assessment.items.values_list("competency", flat=True)}
    halves: dict[tuple[object, int], tuple[str, int]] = {}
    numbers = Answer.objects.filter(
        Q(question__scale__in=Question.Scale.values),
        response__collection=assessment.collection,
        response__submitted_at__isnull=False,
        number__isnull=False,
    ).values_list(
        "response", F("response__group_code"), F("question__competency"), F("question__scale"), "number"
    )
    for response, group, item, scale, number in numbers.iterator(chunk_size=5000):
        other = halves.pop((response, item), None)
        if other is None:
            halves[response, item] = (scale, number)
            continue
        importance, ability = (
            (other[1], number) if other[0] == Question.Scale.IMPORTANCE else (number, other[1])
        )
        pairs[item][group].append((importance, ability))
    return pairs


def _responses(assessment: NeedsAssessment, answered: dict[str, int], groups: list[str]) -> dict[str, object]:
    total, rows = turnout_of(assessment.collection, groups)
    k = assessment.suppression_k
    hidden = hidden_in_line({code: answered.get(code, 0) for code in groups}, k=k)
    shown: dict[str, object] = {
        row.group: {
            "invited": row.invited,
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


def _row(ranking: Ranking, cell: rules.Cell) -> RankedNeed:
    return RankedNeed(
        ranking=ranking,
        competency_id=cell.item,
        group_code=cell.group,
        n=cell.n,
        importance=cell.importance,
        ability=cell.ability,
        score=cell.mwds,
        spread=cell.spread,
        rank=cell.rank,
        reason=cell.reason,
    )
