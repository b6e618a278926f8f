"""The report's own words: sections, tables, columns, states. Everything here is translated; figures are not."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluations.results.signs import MILESTONES

# section -> (title, what a reader finds there, what stands where it has no rows)
SECTIONS = {
    "summary": (_("Summary"), _("Five figures, where we fell short, and the decision asked"), ""),
    "needs": (
        _("Context and needs"),
        _("Who was asked, and which needs came first"),
        _("No closed needs assessment stands behind this programme’s modules."),
    ),
    "logic": (
        _("The logic, from need to result"),
        _("Need, module, cohort, reform, milestone, indicator"),
        "",
    ),
    "results": (
        _("Results against the plan"),
        _("Every indicator with baseline, target and actual"),
        _("The programme has no results framework yet."),
    ),
    "learning": (
        _("What was learned and used"),
        _("From application to reform; tests before and after"),
        _("No cohort was taught in this period."),
    ),
    "equity": (
        _("Who took part"),
        _("People by jurisdiction; small groups withheld"),
        _("No cohort was taught in this period."),
    ),
    "reforms": (
        _("Reforms in courts"),
        _("Practices changed, and the milestones that show it"),
        _("No graduate has begun a reform in this period."),
    ),
    "courts": (
        _("Court indicators"),
        _("Disposition time and clearance rate by year"),
        _("No court of the framework has sent verified figures."),
    ),
    "money": (_("Money"), _("Budget and spending by line"), _("No budget is recorded for this programme.")),
    "method": (
        _("Method and quality"),
        _("Definitions, sources and known limits"),
        _("No indicator is defined yet."),
    ),
    "provenance": (_("Provenance"), _("Frozen set, attachments, how to verify"), ""),
}
APPENDICES = {"method": "A", "provenance": "B"}

TABLES = {
    "states": (_("Targets by state"), _("Number of targets of the framework at the end of the period")),
    "needs": (_("Needs by weighted discrepancy"), _("Score from 0 to 20 by group; the widest gap first")),
    "answers": (
        _("Answers by group"),
        _("People invited, complete answers, and their share of those whom the letter reached"),
    ),
    "framework": (
        _("Every indicator of the framework, also those without a value"),
        _("Progress is the share of the way from baseline to target; bars stop at 100%"),
    ),
    "funnel": (_("From application to reform"), _("People, cohorts of the period")),
    "scores": (_("Tests before and after, matched pairs"), _("Mean share of right answers, in percent")),
    "used": (
        _("What was used months after the course"),
        _(
            "Transfer surveys closed in the period: of those who had the occasion, who use it sometimes or regularly"
        ),
    ),
    "places": (_("People by jurisdiction"), _("Cohorts of the period; counts of 1 to 4 people are withheld")),
    "stages": (_("Reform plans by how far they are"), _("All plans of the programme’s graduates")),
    "plans": (_("Reforms, court by court"), _("Plans that their authors share; no person is named")),
    "milestones": (
        _("Milestones due by the end of the period"),
        _("State from confirmed evidence and dates"),
    ),
    "groups": (
        _("Courts of the framework and all others of the same jurisdictions"),
        _("Disposition time in days, clearance rate in percent; verified returns only"),
    ),
    "courts": (
        _("Court by court"),
        _("Disposition time in days by year; clearance rate of the last year, percent"),
    ),
    "lines": (_("Budget and spending by line"), _("To the end of the period")),
    "given": (_("What each partner gave"), _("Money in the programme’s currency; expert time in days")),
    "sheets": (_("Reference sheets of the indicators"), _("As in force when the figures were frozen")),
}
COLUMNS = {
    "value": _("Value"), "targets": _("Targets"),
    "rank": _("Rank"), "n": _("Answers"), "score": _("All groups"), "answer": _("Module"),
    "judge": _("Judges"), "prosecutor": _("Prosecutors"), "court_staff": _("Court staff"), "lawyer": _("Bar"),
    "ministry": _("Ministries"), "civil_society": _("Civil society"), "oversight": _("Oversight"),
    "invited": _("Invited"), "complete": _("Answers"), "rate": _("Rate"),
    "occasion": _("Had the occasion"), "low": _("95 % from"), "high": _("95 % to"),
    "baseline": _("Baseline"), "target": _("Target"), "actual": _("Actual"), "progress": _("Progress"),
    "state": _("State"), "people": _("People"), "pairs": _("Pairs"), "before": _("Before"), "after": _("After"),
    "gain": _("Change, points"), "applied": _("Applied"), "enrolled": _("Enrolled"), "completed": _("Completed"),
    "women": _("of them women"), "plans": _("Plans"), "practice": pgettext_lazy("reform", "Practice"),
    "stage": _("Stage"), "since": _("Since"), "confirmed": _("Confirmed"), "decision": _("Decision"), "due": _("Due"),
    "evidence": _("What shows it"), "clearance": _("Clearance, %"), "budget": _("Budget"), "period": _("This period"),
    "spent": _("Spent"), "left": _("Left"), "share": _("Share spent"), "pledged": _("Pledged"),
    "received": _("Received"), "days": _("Expert days"), "definition": _("Definition"), "unit": _("Unit"),
    "source": _("Source"), "limits": _("Known limits"),
}  # fmt: skip
FIRST_COLUMNS = {
    "value": _("Value"), "targets": _("Targets"),
    "headline": _("Figure"), "states": _("State"),
    "needs": _("Need"), "answers": _("Group"), "framework": _("Indicator and place"), "funnel": _("Step"),
    "scores": _("Cohort"), "used": _("Cohort"), "places": _("Jurisdiction"), "stages": _("Stage"), "plans": _("Court"),
    "milestones": _("Milestone"), "groups": _("Courts"), "courts": _("Court"), "lines": _("Line"),
    "given": _("Partner"), "sheets": _("Indicator"),
}  # fmt: skip
ROWS = {
    "answers.judge": _("Judges"), "answers.prosecutor": _("Prosecutors"), "answers.court_staff": _("Court staff"),
    "answers.lawyer": _("Bar"), "answers.ministry": _("Ministries"), "answers.civil_society": _("Civil society"),
    "answers.oversight": _("Oversight bodies"), "answers.all": _("All groups"),
    "funnel.applied": _("Applied"), "funnel.enrolled": _("Enrolled"), "funnel.completed": _("Completed"),
    "funnel.certified": _("Certified"), "funnel.reforming": _("Began a reform"), "places.all": _("All jurisdictions"),
    "headline.certified": _("people certified"), "headline.gain": _("points gained in the final test, last cohort"),
    "headline.courts": _("courts with a practice in force"), "headline.milestones": _("milestones achieved"),
    "headline.wait": _("days to clear the pending cases, courts of the framework"),
    "states.met": _("Met"), "states.close": _("Close"), "states.behind": _("Behind"),
    "states.not_reported": _("Not reported"), "states.all": _("All targets"),
    "stages.courts_in_force": _("Courts with a practice in force"), "stages.plans": _("All plans"),
    "stages.in_force": _("In force, practised or evaluated"), "stages.under_way": _("Under way"),
    "stages.stopped": _("Paused or withdrawn"),
    "groups.dt_inside": _("Courts of the framework, days"), "groups.dt_outside": _("All other courts, days"),
    "groups.cr_inside": _("Courts of the framework, clearance in percent"),
    "groups.cr_outside": _("All other courts, clearance in percent"), "lines.all": _("All lines"),
}  # fmt: skip
LEVELS = {
    "impact": _("Impact: justice for people"), "outcome": _("Outcomes: practice in courts"),
    "output": _("Outputs: learning and support"),
}  # fmt: skip
# code -> (icon, words)
STATES = {
    "met": ("ok", pgettext_lazy("target", "Met")),
    "close": ("half", pgettext_lazy("target", "Close")),
    "behind": ("alert", pgettext_lazy("target", "Behind")),
    "not_reported": ("dash", _("Not reported")),
    **MILESTONES,
    "taught": ("ok", _("Taught")), "no_module": ("no", _("No module")),
    "proposed": ("empty", _("Proposed")), "endorsed": ("empty", _("Endorsed")), "drafted": ("half", _("Drafted")),
    "adopted": ("half", _("Adopted")), "resourced": ("half", _("Resourced")), "in_force": ("ok", _("In force")),
    "practised": ("ok", _("Practised")), "evaluated": ("ok", _("Evaluated")), "paused": ("pause", _("Paused")),
    "withdrawn": ("dash", _("Withdrawn")),
}  # fmt: skip
REASONS = {
    "suppressed": _("withheld"),
    "no_data": _("not reported"),
    "zero_denominator": _("cannot be computed"),
    "not_applicable": _("not applicable"),
}
WORD_COLUMNS = frozenset(
    (
        "answer",
        "state",
        "practice",
        "stage",
        "since",
        "decision",
        "due",
        "evidence",
        "definition",
        "unit",
        "source",
        "limits",
    )
)
STATE_COLUMNS = frozenset(("answer", "state", "stage"))
DATE_COLUMNS = frozenset(("since", "due"))
