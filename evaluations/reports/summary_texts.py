"""Sentences of the report with figures from the same frozen cells as the tables."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from evaluations.reports.labels import STATES
from evaluations.reports.snapshot_reader import SnapshotReader


def lead_of(section: str, frozen: SnapshotReader) -> str:
    """One sentence with the main figures of the section."""
    say = frozen.show
    sentences: dict[str, Callable[[], str]] = {
        "summary": lambda: (
            _("People certified: %(certified)s. Courts with a changed practice in force: %(courts)s.")
            % {"certified": say("headline.certified.value"), "courts": say("headline.courts.value")}
        ),
        "needs": lambda: (
            _(
                "Complete responses: %(complete)s of %(invited)s people invited. Response rate: "
                "%(rate)s of those eligible."
            )
            % {
                "complete": say("answers.all.complete"),
                "invited": say("answers.all.invited"),
                "rate": say("answers.all.rate"),
            }
        ),
        "logic": lambda: _(
            "Each step builds on the one before it. A solid line marks a documented link, a dashed "
            "line a stated one."
        ),
        "results": lambda: (
            _("Targets: %(all)s. Met: %(met)s. Close: %(close)s. Behind: %(behind)s.")
            % {key: say(f"states.{key}.targets") for key in ("met", "all", "close", "behind")}
        ),
        "learning": lambda: (
            _(
                "People who completed their course: %(completed)s of %(enrolled)s enrolled. Started "
                "a reform plan: %(reforming)s."
            )
            % {key: say(f"funnel.{key}.people") for key in ("completed", "enrolled", "reforming")}
        ),
        "equity": lambda: _(
            "Counts of 1 to 4 people are withheld, and so are counts that would reveal them."
        ),
        "reforms": lambda: (
            _("Reform plans in force: %(force)s of %(plans)s. Paused or withdrawn: %(stopped)s.")
            % {
                "force": say("stages.in_force.plans"),
                "plans": say("stages.plans.plans"),
                "stopped": say("stages.stopped.plans"),
            }
        ),
        "courts": lambda: _(
            "Figures are for courts, never for judges. A change after a reform is not in itself an "
            "effect of it."
        ),
        "money": lambda: (
            _("%(spent)s of %(budget)s %(currency)s has been spent.")
            % {
                "spent": say("lines.all.spent"),
                "budget": say("lines.all.budget"),
                "currency": frozen.facts["programme"]["currency"],
            }
        ),
        "method": lambda: _("What each indicator counts, where it comes from and what it cannot show."),
    }
    return sentences[section]() if section in sentences else ""


def headline_note(frozen: SnapshotReader, key: str) -> str:
    figure = frozen.figure(f"headline.{key}.value")
    if key == "certified":
        return _("of %(n)s enrolled") % {"n": frozen.show("funnel.enrolled.people")}
    if figure is None or figure.value is None:
        return ""
    if key == "gain":
        return _("%(n)s matched pairs") % {"n": figure.n}
    if key == "courts":
        return _("from %(n)s reform plans") % {"n": frozen.show("stages.plans.plans")}
    if key == "milestones":
        return _("of %(n)s due by the end of the period") % {"n": figure.n}
    first = frozen.tables["groups"]["columns"][0]
    return _("was %(days)s in %(year)s") % {"days": frozen.show(f"groups.dt_inside.{first}"), "year": first}


def states_key() -> list[tuple[dict[str, str], dict[str, str]]]:
    """Key to the states, for the contents page."""
    met, close, behind = (STATES[code] for code in ("met", "close", "behind"))
    return [
        (
            {"icon": met[0], "label": str(met[1]), "text": _("100% or more of the way to the target")},
            {"icon": "ok", "label": _("Documented"), "text": _("supported by a document or a count")},
        ),
        (
            {"icon": close[0], "label": str(close[1]), "text": _("85 to under 100%")},
            {"icon": "half", "label": _("Stated"), "text": _("reported by people, without a document")},
        ),
        (
            {"icon": behind[0], "label": str(behind[1]), "text": _("under 85%")},
            {"icon": "withheld", "label": _("withheld"), "text": _("too few people to show")},
        ),
    ]
