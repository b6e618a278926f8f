"""The first text of findings, written from the frozen figures by rules, in the active language.

A rule looks at figures and chooses sentences; the figures themselves stand in the text by name, so that what is printed
is what was frozen. No sentence is written about a cell that is withheld.
"""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.analysis import disagreement
from assessments.analysis.facts import Facts
from assessments.analysis.queries import shown_cells
from assessments.needs.queries import RankedRow, label_of
from portal.languages.lists import listed

SECTIONS = {
    "answered": gettext_lazy("Who answered"),
    "needs": gettext_lazy("What is needed most"),
    "apart": gettext_lazy("Where groups part ways"),
    "robust": gettext_lazy("How far the ranking can be relied on"),
    "limits": gettext_lazy("What these figures cannot say"),
}
LOW_RATE, FIRM, SHAKY = Decimal(40), Decimal("0.95"), Decimal("0.5")
LEADING, PARTED = 5, 3


def draft(facts: Facts) -> dict[str, str]:
    """Section -> text, paragraphs parted by empty lines."""
    writers: dict[str, Callable[[Facts], list[str]]] = {
        "answered": _answered, "needs": _needs, "apart": _apart, "robust": _robust, "limits": _limits,
    }  # fmt: skip
    return {name: "\n\n".join(writers[name](facts)) for name in SECTIONS}


def _ranked(facts: Facts) -> list[RankedRow]:
    return [row for row in facts.rows if row.overall and row.overall.rank]


def _answered(facts: Facts) -> list[str]:
    ranking, headline = facts.ranking, facts.headline
    if headline["complete"] is None:
        return [_("Too few people answered for a number to be given.")]
    said = [
        _(
            "Of {answers.invited} people invited {answers.complete} answered, "
            "{answers.rate} of those who could be reached."
        )
    ]
    rates = facts.rates
    if len(rates) > 1:
        best, least = max(rates, key=lambda c: (rates[c], c)), min(rates, key=lambda c: (rates[c], c))
        said.append(
            _("%(best)s answered most often ({answers.%(best_code)s.rate}), "
                "%(least)s least ({answers.%(least_code)s.rate}).")
            % {"best": label_of(best), "best_code": best, "least": label_of(least), "least_code": least}
        )  # fmt: skip
    rate = headline["rate"].value
    if rate is not None and rate < LOW_RATE:
        said.append(_("Fewer than four in ten answered: whoever did not may see other needs."))
    hidden = [
        label_of(code) for code in ranking.codes if ranking.responses.get(code, {}).get("complete") is None
    ]
    if hidden:
        said.append(
            _(
                "The numbers of these groups are withheld so that nobody’s answers can be worked out: %(groups)s."
            )
            % {"groups": listed(hidden)}
        )
    return [" ".join(said)]


def _needs(facts: Facts) -> list[str]:
    ranked = _ranked(facts)
    if not ranked:
        return [_("No task has a score that could be shown.")]
    first = ranked[0].competency.code
    said = [
        _(
            "The widest and most important gap is “{%(code)s.task}”: importance {%(code)s.importance}, present ability "
            "{%(code)s.ability}, a score of {%(code)s.score} of at most 20."
        )
        % {"code": first}
    ]
    others = [row.competency.code for row in ranked[1:LEADING]]
    if others:
        listed = "; ".join(f"“{{{code}.task}}” ({{{code}.score}})" for code in others)
        said.append(_("It is followed by %(tasks)s.") % {"tasks": listed})
    least = ranked[-1].competency.code
    if len(ranked) > LEADING:
        said.append(_("The least need is seen in “{%(code)s.task}” ({%(code)s.score}).") % {"code": least})
    met = [row for row in ranked if row.overall and row.overall.score is not None and row.overall.score <= 0]
    if met:
        said.append(_("Where the score is 0 or below, ability meets or exceeds what is asked of it."))
    return [" ".join(said)]


def _apart(facts: Facts) -> list[str]:
    cells = shown_cells(facts.rows)
    codes = {row.competency.pk: row.competency.code for row in facts.rows}
    rows = [row for row in disagreement.rows(cells) if row.apart is not None]
    if not rows:
        return [
            _("Fewer than two groups have scores that can be shown, so nothing can be said of disagreement.")
        ]
    notable = [row for row in rows if row.apart is not None and row.apart >= disagreement.STRONG][:PARTED]
    if not notable:
        return [_("The groups agree: no task sets them a point and a half or more apart.")]
    said = [
        _(
            "“{%(code)s.task}” divides the groups: %(highest)s see a need of {%(code)s.%(high)s.score}, %(lowest)s of "
            "{%(code)s.%(low)s.score}."
        )
        % {
            "code": codes[row.item], "high": row.highest, "low": row.lowest,
            "highest": label_of(row.highest), "lowest": label_of(row.lowest),
        }
        for row in notable
    ]  # fmt: skip
    said.append(
        _("A disagreement is a finding, not an error: each group sees the courts from where it stands.")
    )
    return [" ".join(said)]


def _robust(facts: Facts) -> list[str]:
    if not facts.ranking.robustness:
        return []
    said = [
        _(
            "{weightings.draws} other weightings were tried, each weight within ±{weightings.within} of the agreed one."
        )
    ]
    stays = [
        (row.competency.code, share)
        for row in _ranked(facts)[:10]
        if (share := getattr(row.overall, "stays_in_top", None)) is not None
    ]
    firm = sum(share >= FIRM for _code, share in stays)
    said.append(
        _("Of the first %(all)s tasks %(firm)s stay among the first ten under at least 95%% of them.")
        % {"all": len(stays), "firm": firm}
    )
    shaky = [code for code, share in stays if share < SHAKY]
    if shaky:
        listed = "; ".join(f"“{{{code}.task}}” ({{{code}.stays}})" for code in shaky)
        said.append(_("These hang on the weights: %(tasks)s.") % {"tasks": listed})
    ties = len(_ranked(facts)) - len({row.overall.rank for row in _ranked(facts) if row.overall})
    if ties:
        said.append(_("Tasks with equal scores share a rank."))
    return [" ".join(said)]


def _limits(_facts: Facts) -> list[str]:
    return [
        _(
            "The figures tell how those who answered see tasks and ability; they measure no one’s performance. A need "
            "that comes from law, staff or equipment shows here as well, and training will not meet it."
        ),
        _(
            "Figures of fewer than five people are withheld, and others with them so that those cannot be worked out. "
            "The ranked discrepancy stands beside the score as a second view; its formula is not verified."
        ),
    ]
