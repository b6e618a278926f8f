"""Sentences of the report with figures from the same frozen cells as the tables."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from evaluations.reports.labels import STATES
from evaluations.reports.snapshot.reader import SnapshotReader
from portal.languages.numbers import digits, interpolate


def lead_of(section: str, snapshot: SnapshotReader) -> str:
    """One sentence with the main figures of the section."""
    text_for = snapshot.show
    sentences: dict[str, Callable[[], str]] = {
        "summary": lambda: interpolate(
            _("People certified: %(certified)s. Courts with a changed practice in force: %(courts)s."),
            certified=text_for("headline.certified.value"),
            courts=text_for("headline.courts.value"),
        ),
        "needs": lambda: interpolate(
            _(
                "Complete responses: %(complete)s of %(invited)s people invited. Response rate: "
                "%(rate)s of those eligible."
            ),
            complete=text_for("answers.all.complete"),
            invited=text_for("answers.all.invited"),
            rate=text_for("answers.all.rate"),
        ),
        "logic": lambda: _(
            "Each step builds on the one before it. A solid line marks a documented link, a dashed "
            "line a stated one."
        ),
        "results": lambda: interpolate(
            _("Targets: %(all)s. Met: %(met)s. Close: %(close)s. Behind: %(behind)s."),
            **{key: text_for(f"states.{key}.targets") for key in ("met", "all", "close", "behind")},
        ),
        "learning": lambda: interpolate(
            _(
                "People who completed their course: %(completed)s of %(enrolled)s enrolled. Started "
                "a reform plan: %(reforming)s."
            ),
            **{key: text_for(f"funnel.{key}.people") for key in ("completed", "enrolled", "reforming")},
        ),
        "equity": lambda: interpolate(
            _("Counts of 1 to %(most)s people are withheld, and so are counts that would reveal them."),
            most=settings.SUPPRESSION_K - 1,
        ),
        "reforms": lambda: interpolate(
            _("Reform plans in force: %(force)s of %(plans)s. Paused or withdrawn: %(stopped)s."),
            force=text_for("stages.in_force.plans"),
            plans=text_for("stages.plans.plans"),
            stopped=text_for("stages.stopped.plans"),
        ),
        "courts": lambda: _(
            "Figures are for courts, never for judges. A change after a reform is not in itself an "
            "effect of it."
        ),
        "money": lambda: interpolate(
            _("%(spent)s of %(budget)s %(currency)s has been spent."),
            spent=text_for("lines.all.spent"),
            budget=text_for("lines.all.budget"),
            currency=snapshot.facts["programme"]["currency"],
        ),
        "method": lambda: _("What each indicator counts, where it comes from and what it cannot show."),
    }
    return sentences[section]() if section in sentences else ""


def headline_note(snapshot: SnapshotReader, key: str) -> str:
    figure = snapshot.figure(f"headline.{key}.value")
    if key == "certified":
        return interpolate(_("Enrolled: %(n)s"), n=snapshot.show("funnel.enrolled.people"))
    if figure is None or figure.value is None:
        return ""
    if key == "gain":
        return interpolate(_("Matched pairs: %(n)s"), n=figure.n)
    if key == "courts":
        return interpolate(_("Reform plans: %(n)s"), n=snapshot.show("stages.plans.plans"))
    if key == "milestones":
        return interpolate(_("of %(n)s due by the end of the period"), n=figure.n)
    first = snapshot.tables["groups"]["columns"][0]
    return interpolate(
        _("was %(days)s in %(year)s"), days=snapshot.show(f"groups.dt_inside.{first}"), year=digits(first)
    )


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
