"""Draft the findings from the frozen figures by rules, in the active language.

A rule looks at figures and selects sentences. The sentences quote the figures by name, so that the published
text always shows the frozen values. No sentence is written about a cell that is withheld.
"""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.analysis import disagreement
from assessments.analysis.queries import shown_cells
from assessments.analysis.quoted_figures import QuotedFigures
from assessments.collection.models import Collection
from assessments.needs.queries import RankedRow, group_label
from portal.languages.lists import join_list
from portal.languages.numbers import interpolate, number_format

SECTIONS = {
    "answered": gettext_lazy("Who responded"),
    "needs": gettext_lazy("What is needed most"),
    "apart": gettext_lazy("Where groups disagree"),
    "robust": gettext_lazy("How far the ranking can be relied on"),
    "limits": gettext_lazy("Limitations of these figures"),
}
LOW_RATE, FIRM, SHAKY = Decimal(40), Decimal("0.95"), Decimal("0.5")
LEADING, PARTED = 5, 3


def draft(facts: QuotedFigures) -> dict[str, str]:
    """Section -> text, with empty lines between paragraphs."""
    writers: dict[str, Callable[[QuotedFigures], list[str]]] = {
        "answered": _answered, "needs": _needs, "apart": _disagreement, "robust": _robust, "limits": _limits,
    }  # fmt: skip
    return {name: "\n\n".join(writers[name](facts)) for name in SECTIONS}


def _ranked(facts: QuotedFigures) -> list[RankedRow]:
    return [row for row in facts.rows if row.overall and row.overall.rank]


def _answered(facts: QuotedFigures) -> list[str]:
    ranking, headline = facts.ranking, facts.headline
    if headline["complete"] is None:
        return [_("Too few people responded for figures to be shown.")]
    if ranking.assessment.collection.anonymity == Collection.Anonymity.OPEN:
        return [_("{answers.complete} people responded through open links, so there is no response rate.")]
    sentences = [
        _(
            "Of {answers.invited} people invited, {answers.complete} responded: {answers.rate} of "
            "those who could be reached."
        )
    ]
    rates = facts.rates
    if len(rates) > 1:
        best, least = max(rates, key=lambda c: (rates[c], c)), min(rates, key=lambda c: (rates[c], c))
        sentences.append(
            interpolate(
                _(
                    "%(best)s had the highest response rate ({answers.%(best_code)s.rate}), %(least)s the "
                    "lowest ({answers.%(least_code)s.rate})."
                ),
                best=group_label(best),
                best_code=best,
                least=group_label(least),
                least_code=least,
            )
        )
    rate = headline["rate"].value
    if rate is not None and rate < LOW_RATE:
        sentences.append(
            _("Fewer than 4 in 10 of the people reached responded. Those who did not may see other needs.")
        )
    hidden = [
        group_label(code) for code in ranking.codes if ranking.responses.get(code, {}).get("complete") is None
    ]
    if hidden:
        sentences.append(
            interpolate(
                _(
                    "Figures for these groups are withheld so that nobody’s answers can be worked out: %(groups)s."
                ),
                groups=join_list(hidden),
            )
        )
    return [" ".join(sentences)]


def _needs(facts: QuotedFigures) -> list[str]:
    ranked = _ranked(facts)
    if not ranked:
        return [_("No task has a score that can be shown.")]
    first = ranked[0].competency.code
    sentences = [
        interpolate(
            _(
                "The greatest need is for “{%(code)s.task}”: importance {%(code)s.importance}, present "
                "ability {%(code)s.ability}, a score of {%(code)s.score} out of a maximum of 20."
            ),
            code=first,
        )
    ]
    others = [row.competency.code for row in ranked[1:LEADING]]
    if others:
        listed = join_list(f"“{{{code}.task}}” ({{{code}.score}})" for code in others)
        sentences.append(interpolate(_("It is followed by %(tasks)s."), tasks=listed))
    least = ranked[-1].competency.code
    if len(ranked) > LEADING:
        sentences.append(
            interpolate(_("The need is lowest for “{%(code)s.task}” ({%(code)s.score})."), code=least)
        )
    met = [row for row in ranked if row.overall and row.overall.score is not None and row.overall.score <= 0]
    if met:
        sentences.append(
            _("A score of 0 or below means that ability meets or exceeds what the task requires.")
        )
    return [" ".join(sentences)]


def _disagreement(facts: QuotedFigures) -> list[str]:
    cells = shown_cells(facts.rows)
    codes = {row.competency.pk: row.competency.code for row in facts.rows}
    rows = [row for row in disagreement.rows(cells) if row.apart is not None]
    if not rows:
        return [
            _(
                "Fewer than 2 groups have scores that can be shown, so disagreement between groups "
                "cannot be assessed."
            )
        ]
    notable = [row for row in rows if row.apart is not None and row.apart >= disagreement.STRONG][:PARTED]
    if not notable:
        return [
            interpolate(
                _("The groups agree: no task shows a difference of %(points)s points or more between them."),
                points=number_format(disagreement.STRONG),
            )
        ]
    sentences = [
        interpolate(
            _(
                "The groups disagree on “{%(code)s.task}”. For %(highest)s, the score is "
                "{%(code)s.%(high)s.score}; for %(lowest)s, it is {%(code)s.%(low)s.score}."
            ),
            code=codes[row.item],
            high=row.highest,
            low=row.lowest,
            highest=group_label(row.highest),
            lowest=group_label(row.lowest),
        )
        for row in notable
    ]
    sentences.append(
        _("A disagreement is a finding, not an error: each group sees the courts from its own perspective.")
    )
    return [" ".join(sentences)]


def _robust(facts: QuotedFigures) -> list[str]:
    stays = [
        (row.competency.code, share)
        for row in _ranked(facts)[:10]
        if (share := getattr(row.overall, "top_share", None)) is not None
    ]
    if not facts.ranking.robustness or not stays:
        return []
    sentences = [
        _(
            "The ranking was tested with {weightings.draws} other sets of weights, each weight "
            "within ±{weightings.within} of the agreed one."
        )
    ]
    firm = sum(share >= FIRM for _code, share in stays)
    sentences.append(
        interpolate(
            ngettext(
                "Of the top %(all)s tasks, %(firm)s stays in the top 10 in at least 95%% of these weightings.",
                "Of the top %(all)s tasks, %(firm)s stay in the top 10 in at least 95%% of these weightings.",
                firm,
            ),
            all=len(stays),
            firm=firm,
        )
    )
    shaky = [code for code, share in stays if share < SHAKY]
    if shaky:
        listed = join_list(f"“{{{code}.task}}” ({{{code}.stays}})" for code in shaky)
        sentences.append(
            interpolate(_("The ranking of these tasks depends on the weights: %(tasks)s."), tasks=listed)
        )
    ties = len(_ranked(facts)) - len({row.overall.rank for row in _ranked(facts) if row.overall})
    if ties:
        sentences.append(_("Tasks with equal scores share a rank."))
    return [" ".join(sentences)]


def _limits(facts: QuotedFigures) -> list[str]:
    return [
        _(
            "The figures show how respondents rate tasks and ability. They do not measure anyone’s "
            "performance. Needs that come from law, staff or equipment also appear here, and "
            "training will not meet them."
        ),
        interpolate(
            _(
                "Figures based on fewer than %(k)s people are withheld, as are other figures from which they "
                "could be worked out."
            ),
            k=facts.ranking.assessment.suppression_k,
        ),
    ]
