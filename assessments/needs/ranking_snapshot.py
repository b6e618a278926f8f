"""Freeze the ranking: from responses to rows that can be published."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import numpy as np

from assessments.collection.queries import turnout_of
from assessments.competencies.models import Competency
from assessments.needs import ranking as rules
from assessments.needs import rating_data, robustness, tallies
from assessments.needs.bulk_copy import bulk_copy
from assessments.needs.disaggregation import rank_segments, suppressed_segments
from assessments.needs.linked_tables import suppress_across_dimensions
from assessments.needs.models import (
    JurisdictionNeed,
    NeedsAssessment,
    RankedNeed,
    Ranking,
    SectionReliability,
    SegmentNeed,
)
from assessments.needs.sums import Sums
from portal.figures.suppression import suppressed_cells

Dimension = SegmentNeed.Dimension
AlsoHidden = dict[tuple[int, str], frozenset[Any]]
STEPS = 5
EIGHT = Decimal("0.00000001")


def no_progress(_done: int) -> None:
    """The default callback, which ignores progress."""


def freeze_ranking(assessment: NeedsAssessment, on_progress: Callable[[int], None] = no_progress) -> Ranking:
    """Freeze the ranking of the responses submitted so far; the same responses give the existing ranking.

    `on_progress` is called after each of the `STEPS`.
    """
    weights = {group.code: group.weight for group in assessment.groups.all()}
    loaded = rating_data.load_ratings(assessment)
    on_progress(1)
    answered = Counter(loaded.ratings.groups)
    plan = robustness.Plan()
    ranking, created = Ranking.objects.get_or_create(
        assessment=assessment,
        method=Ranking.Method.BORICH,
        inputs_digest=rules.digest(loaded.ratings.lines(), weights, k=assessment.suppression_k),
        defaults={
            "weights": {code: str(weight.normalize()) for code, weight in weights.items()},
            "responses": _responses(assessment, answered, list(weights)),
            "robustness": asdict(plan),
            "segments": {
                Dimension.LANGUAGE: sorted(set(loaded.ratings.languages)),
                Dimension.LEVEL: sorted(set(loaded.ratings.levels)),
            },
        },
    )
    if created:
        _freeze(ranking, loaded, weights, answered, plan, on_progress)
    return ranking


def _freeze(
    ranking: Ranking,
    loaded: rating_data.AssessmentRatings,
    weights: Mapping[str, Decimal],
    answered: Mapping[str, int],
    plan: robustness.Plan,
    on_progress: Callable[[int], None],
) -> None:
    k = ranking.assessment.suppression_k
    counted = {code: answered.get(code, 0) for code in weights}
    sums = tallies.by_group(loaded.ratings, loaded.items)
    cells = rules.rank(sums, weights, answered=counted, k=k)
    stays = _stays_in_top(cells, weights, plan)
    bulk_copy(
        RankedNeed,
        (
            {
                "ranking_id": ranking.pk,
                "top_share": None if cell.group else stays.get(cell.item),
                **_columns(cell),
            }
            for cell in cells
        ),
    )
    on_progress(2)
    hidden = {(cell.item, cell.group) for cell in cells if cell.reason == "suppressed"}
    _freeze_segments(ranking, loaded, weights, hidden=hidden, on_progress=on_progress)
    _freeze_sections(ranking, loaded)
    on_progress(5)


def _stays_in_top(
    cells: Sequence[rules.Cell], weights: Mapping[str, Decimal], plan: robustness.Plan
) -> dict[int, Decimal]:
    """How often each item stays in the first ten when the weights vary, from the group scores that show."""
    scores: dict[int, dict[str, float]] = {cell.item: {} for cell in cells if not cell.group}
    for cell in cells:
        if cell.group and cell.mwds is not None:
            scores[cell.item][cell.group] = float(cell.mwds)
    # Largest weight first, as pages list them: the sampler processes groups in this order.
    ordered = sorted(weights, key=lambda code: (-weights[code], code))
    shares = robustness.shares_in_top(scores, {code: float(weights[code]) for code in ordered}, plan)
    return {item: Decimal(share).quantize(Decimal("0.0001")) for item, share in shares.items()}


def _freeze_segments(
    ranking: Ranking,
    loaded: rating_data.AssessmentRatings,
    weights: Mapping[str, Decimal],
    *,
    hidden: set[tuple[int, str]],
    on_progress: Callable[[int], None],
) -> None:
    """Freeze each jurisdiction, language and level, as far as they reveal nothing that is withheld."""
    assessment, ratings, k = ranking.assessment, loaded.ratings, ranking.assessment.suppression_k
    own = set(assessment.jurisdictions.values_list("pk", flat=True))
    kinds: list[Any] = [
        tallies.sums_by_segment(ratings, loaded.items, segments)
        for segments in (ratings.jurisdictions, ratings.languages, ratings.levels)
    ]
    across = _hidden_across(loaded, kinds, hidden, weights, k=k)
    on_progress(3)
    # Respondents from other jurisdictions are in the totals too, and must not be computable as the
    # remainder.
    placed: dict[int, list[rules.Cell]] = rank_segments(
        kinds[0],
        weights,
        jurisdictions=sorted(own | set(ratings.jurisdictions)),
        hidden_over_all=hidden,
        k=k,
    )
    bulk_copy(
        JurisdictionNeed,
        (
            {"ranking_id": ranking.pk, "jurisdiction_id": jurisdiction, **_columns(cell)}
            for jurisdiction, cells in placed.items()
            if jurisdiction in own
            for cell in cells
        ),
    )
    on_progress(4)
    for number, (dimension, values) in enumerate(
        ((Dimension.LANGUAGE, ratings.languages), (Dimension.LEVEL, ratings.levels)), start=1
    ):
        parted: dict[str, list[rules.Cell]] = rank_segments(
            kinds[number], weights, jurisdictions=sorted(set(values)), hidden_over_all=hidden,
            also_hidden=across[number], k=k,
        )  # fmt: skip
        bulk_copy(
            SegmentNeed,
            (
                {"ranking_id": ranking.pk, "dimension": dimension.value, "segment": segment, **_columns(cell)}
                for segment, cells in parted.items()
                for cell in cells
            ),
        )


def _hidden_across(
    loaded: rating_data.AssessmentRatings,
    kinds: Sequence[Any],
    hidden: set[tuple[int, str]],
    weights: Mapping[str, Decimal],
    *,
    k: int,
) -> list[AlsoHidden]:
    """(item, group) -> the suppressed segments of each dimension, including those that dimensions would reveal
    together.
    """
    ratings = loaded.ratings
    values: list[tuple[list[Any], np.ndarray]] = [
        tallies.numbered(ratings.jurisdictions),
        tallies.numbered(ratings.languages),
        tallies.numbered(ratings.levels),
    ]
    complete: np.ndarray = np.all(ratings.table > 0, axis=2)
    groups = np.array(ratings.groups)
    suppressed: list[AlsoHidden] = [{}, {}, {}]
    for group in weights:
        mine = np.flatnonzero(groups == group)
        if not len(mine):
            continue
        codes = np.stack([code[mine] for _known, code in values])
        atoms, atom_of = np.unique(codes, axis=1, return_inverse=True)
        for n, item in enumerate(loaded.items):
            if (item, group) in hidden:
                continue
            people = np.bincount(atom_of.ravel(), weights=complete[mine, n], minlength=atoms.shape[1])
            here = people > 0
            if not here.any():
                continue
            own = [_hidden_in_kind(kinds[d], item, group, values[d][0], k=k) for d in range(3)]
            hidden_segments = suppress_across_dimensions(
                list(atoms[:, here]), people[here].astype(int), own, k=k
            )
            for d, segments in enumerate(hidden_segments):
                suppressed[d][item, group] = frozenset(values[d][0][code] for code in segments)
    return suppressed


def _hidden_in_kind(kind: Any, item: int, group: str, known: Sequence[Any], *, k: int) -> frozenset[int]:
    sums: dict[Any, Sums] = kind[item].get(group, {})
    scores = {segment: rules.score(sums[segment]) if segment in sums else None for segment in known}
    hidden = suppressed_segments(scores, everywhere=False, k=k)
    return frozenset(n for n, segment in enumerate(known) if segment in hidden)


def _freeze_sections(ranking: Ranking, loaded: rating_data.AssessmentRatings) -> None:
    parents = Competency.objects.filter(pk__in=loaded.items).exclude(parent=None)
    section_of = dict(parents.values_list("pk", "parent_id"))
    SectionReliability.objects.bulk_create(
        SectionReliability(
            ranking=ranking, section_id=section, scale=scale,
            items=reliability.items, n=reliability.n, alpha=reliability.alpha, reason=reliability.reason,
        )
        for section, scale, reliability in tallies.reliabilities(loaded.ratings, loaded.items, section_of)
    )  # fmt: skip


def _responses(
    assessment: NeedsAssessment, answered: Mapping[str, int], groups: list[str]
) -> dict[str, object]:
    total, rows = turnout_of(assessment.collection, groups)
    k = assessment.suppression_k
    hidden = suppressed_cells({code: answered.get(code, 0) for code in groups}, k=k)
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
        "low": cell.low,
        "high": cell.high,
        "rds": cell.rds,
        "rds_rank": cell.rds_rank,
    }
