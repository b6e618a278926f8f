"""95% confidence intervals of mean weighted discrepancy scores by the delta method. Pure.

With x = mean(I), y = mean(A) over n people the score is x(x - y); its gradient is (2x - y, -x), so its variance
is about g' S g / n with S the covariance of the pairs (divisor n - 1). The interval is score ± t × standard
error, t with n - 1 degrees of freedom. Groups are independent samples: weighted variances are added, with
degrees of freedom by Welch and Satterthwaite.

An interval needs 2k people: with fewer, its width could show that all gave the same answer. Over all groups, a
group of k to 2k - 1 people contributes the pooled variance of the others, because its own could be computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from assessments.needs.sums import Sums

Z = 1.959963984540054  # the 97.5% point of the normal distribution
EIGHT = Decimal("0.00000001")
Spread = tuple[float, float, float]  # variance of I, variance of A, covariance


@dataclass(frozen=True)
class ConfidenceInterval:
    """The 95% confidence interval of a score."""

    low: Decimal
    high: Decimal


def t_quantile(freedom: float) -> float:
    """The 97.5% point of Student's t by its expansion in 1/df: error below 0.01 at 4 (2.776), 0.001 at 9
    (2.262).
    """
    z, v = Z, freedom
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    )


def covariance_of(sums: Sums) -> Spread:
    """Variances and covariance of n ≥ 2 pairs, divisor n - 1."""
    n = sums.n
    return (
        (sums.importance_squared - sums.importance**2 / n) / (n - 1),
        (sums.ability_squared - sums.ability**2 / n) / (n - 1),
        (sums.product - sums.importance * sums.ability / n) / (n - 1),
    )


def variance_of_score(sums: Sums, spread: Spread) -> float:
    """Variance of the score over these people, for the given covariance of their pairs."""
    x, y = sums.importance / sums.n, sums.ability / sums.n
    gx, gy = 2 * x - y, -x
    vx, vy, vxy = spread
    return max(0.0, (gx * gx * vx + gy * gy * vy + 2 * gx * gy * vxy) / sums.n)


def group_interval(sums: Sums, *, k: int) -> ConfidenceInterval | None:
    """The interval of one group's score; None for fewer than 2k people."""
    if sums.n < 2 * k:
        return None
    return _band(_score(sums), variance_of_score(sums, covariance_of(sums)), sums.n - 1)


def weighted_interval(
    groups: Mapping[str, Sums], weights: Mapping[str, Decimal], *, k: int
) -> ConfidenceInterval | None:
    """The interval of the weighted score over groups; None when no group has 2k people."""
    many = [sums for sums in groups.values() if sums.n >= 2 * k]
    total = float(sum((weights[group] for group in groups), Decimal(0)))
    if not many or not total:
        return None
    pooled = _pooled(many)
    variance = score = bottom = 0.0
    for group, sums in groups.items():
        share = float(weights[group]) / total
        own = sums.n >= 2 * k
        segment = share**2 * variance_of_score(sums, covariance_of(sums) if own else pooled)
        variance += segment
        score += share * _score(sums)
        freedom = sums.n - 1 if own else sum(group_sums.n - 1 for group_sums in many)
        bottom += segment**2 / freedom
    return _band(score, variance, variance**2 / bottom if bottom else len(many))


def _pooled(many: list[Sums]) -> Spread:
    freedom = sum(sums.n - 1 for sums in many)
    spreads = [(sums.n - 1, covariance_of(sums)) for sums in many]
    return (
        sum(f * s[0] for f, s in spreads) / freedom,
        sum(f * s[1] for f, s in spreads) / freedom,
        sum(f * s[2] for f, s in spreads) / freedom,
    )


def _score(sums: Sums) -> float:
    x, y = sums.importance / sums.n, sums.ability / sums.n
    return x * (x - y)


def _band(score: float, variance: float, freedom: float) -> ConfidenceInterval:
    half = t_quantile(freedom) * sqrt(variance)
    return ConfidenceInterval(Decimal(score - half).quantize(EIGHT), Decimal(score + half).quantize(EIGHT))
