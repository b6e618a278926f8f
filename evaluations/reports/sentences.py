"""Sentences of the report that hold figures: each is the same frozen cell as in its table."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from evaluations.reports.frozen import Frozen
from evaluations.reports.words import STATES


def lead_of(section: str, frozen: Frozen) -> str:
    """One sentence with the part's main figures, each the same frozen cell as in its table."""
    say = frozen.show
    sentences: dict[str, Callable[[], str]] = {
        "summary": lambda: (
            _("%(certified)s people were certified and %(courts)s courts have a changed practice in force.")
            % {"certified": say("headline.certified.value"), "courts": say("headline.courts.value")}
        ),
        "needs": lambda: (
            _("%(complete)s of %(invited)s people invited answered: %(rate)s of those eligible.")
            % {
                "complete": say("answers.all.complete"),
                "invited": say("answers.all.invited"),
                "rate": say("answers.all.rate"),
            }
        ),
        "logic": lambda: _(
            "Each step rests on the one before it. A dashed joint is stated, a solid one documented."
        ),
        "results": lambda: (
            _("%(met)s of %(all)s targets are met, %(close)s are close and %(behind)s are behind.")
            % {key: say(f"states.{key}.targets") for key in ("met", "all", "close", "behind")}
        ),
        "learning": lambda: (
            _(
                "%(completed)s of %(enrolled)s people enrolled completed their course; %(reforming)s began a reform."
            )
            % {key: say(f"funnel.{key}.people") for key in ("completed", "enrolled", "reforming")}
        ),
        "equity": lambda: _(
            "Counts of fewer than five people are withheld, and so is what would reveal them."
        ),
        "reforms": lambda: (
            _("%(force)s of %(plans)s plans are in force; %(stopped)s stopped.")
            % {
                "force": say("stages.in_force.plans"),
                "plans": say("stages.plans.plans"),
                "stopped": say("stages.stopped.plans"),
            }
        ),
        "courts": lambda: _(
            "Figures of courts, never of judges. A change after a reform is not yet an effect of it."
        ),
        "money": lambda: (
            _("%(spent)s of %(budget)s %(currency)s are spent.")
            % {
                "spent": say("lines.all.spent"),
                "budget": say("lines.all.budget"),
                "currency": frozen.facts["programme"]["currency"],
            }
        ),
        "method": lambda: _("What each indicator counts, where it comes from, and what it cannot tell."),
    }
    return sentences[section]() if section in sentences else ""


def headline_note(frozen: Frozen, key: str) -> str:
    figure = frozen.figure(f"headline.{key}.value")
    if key == "certified":
        return _("of %(n)s enrolled") % {"n": frozen.show("funnel.enrolled.people")}
    if figure is None or figure.value is None:
        return ""
    if key == "gain":
        return _("%(n)s matched pairs") % {"n": figure.n}
    if key == "courts":
        return _("from %(n)s plans") % {"n": frozen.show("stages.plans.plans")}
    if key == "milestones":
        return _("of %(n)s due by the end of the period") % {"n": figure.n}
    first = frozen.tables["groups"]["columns"][0]
    return _("was %(days)s in %(year)s") % {"days": frozen.show(f"groups.dt_inside.{first}"), "year": first}


def states_key() -> list[tuple[dict[str, str], dict[str, str]]]:
    """How to read the report, for its contents page."""
    met, close, behind = (STATES[code] for code in ("met", "close", "behind"))
    return [
        (
            {"icon": met[0], "label": str(met[1]), "text": _("100% of the way to target, or more")},
            {"icon": "ok", "label": _("Documented"), "text": _("a paper or a count shows it")},
        ),
        (
            {"icon": close[0], "label": str(close[1]), "text": _("85 to 99%")},
            {"icon": "half", "label": _("Stated"), "text": _("people say so; no paper shows it")},
        ),
        (
            {"icon": behind[0], "label": str(behind[1]), "text": _("under 85%")},
            {"icon": "withheld", "label": _("withheld"), "text": _("too few people to show")},
        ),
    ]
