"""Translated labels of the report: sections, tables, columns and states."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluations.results.state_icons import MILESTONES

# section -> (title, description, text if it has no rows)
SECTIONS = {
    "summary": (_("Summary"), _("Five key figures, where we fell short and the decision requested"), ""),
    "needs": (
        _("Context and needs"),
        _("Respondents and highest-ranked needs"),
        _("No closed needs assessment is linked to this programme’s modules."),
    ),
    "logic": (
        _("Results chain, from need to result"),
        _("Need, module, cohort, reform, milestone, indicator"),
        "",
    ),
    "results": (
        _("Results against the plan"),
        _("All indicators with baseline, target and actual value"),
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
        _("Changed practices and the milestones that show them"),
        _("No graduate has started a reform plan in this period."),
    ),
    "courts": (
        _("Court indicators"),
        _("Disposition time and clearance rate by year"),
        _("No court in the framework has verified figures."),
    ),
    "money": (
        _("Money"),
        _("Budget and spending by budget line"),
        _("No budget is recorded for this programme."),
    ),
    "method": (
        _("Method and quality"),
        _("Definitions, sources and known limitations"),
        _("No indicator is defined yet."),
    ),
    "provenance": (_("Provenance"), _("Data snapshot, attachments and how to verify"), ""),
}
APPENDICES = {"method": "A", "provenance": "B"}

TABLES = {
    "states": (_("Targets by status"), _("Number of targets in the framework at the end of the period")),
    "needs": (
        _("Needs by mean weighted discrepancy score"),
        _("Mean weighted discrepancy score (up to 20) by group, largest gap first"),
    ),
    "answers": (
        _("Responses by group"),
        _("People invited, complete responses and response rate among those eligible"),
    ),
    "framework": (
        _("All indicators in the framework, including those without a value"),
        _("Progress from baseline to target. Bars stop at 100%"),
    ),
    "funnel": (_("From application to reform"), _("People in cohorts of the period")),
    "scores": (_("Tests before and after, matched pairs"), _("Mean share of correct answers, in per cent")),
    "used": (
        _("What was used in the months after the course"),
        _(
            "Transfer surveys closed in the period: of those who had the occasion, the share who use "
            "it sometimes or regularly"
        ),
    ),
    "jurisdictions": (
        _("People by jurisdiction"),
        _("Cohorts in the period. Small counts of people are withheld."),
    ),
    "stages": (_("Reform plans by stage"), _("All reform plans by graduates of the programme")),
    "plans": (_("Reforms, court by court"), _("Plans that their authors have shared. No person is named.")),
    "milestones": (
        _("Milestones due by the end of the period"),
        _("Status based on confirmed evidence and dates"),
    ),
    "groups": (
        _("Courts in the framework and all other courts in the same jurisdictions"),
        _("Disposition time in days; clearance rate in per cent; verified returns only"),
    ),
    "courts": (
        _("Court by court"),
        _("Disposition time by year, in days; clearance rate in the last year, in per cent"),
    ),
    "lines": (_("Budget and spending by budget line"), _("Up to the end of the period")),
    "given": (_("Contributions by partner"), _("Money in the programme’s currency; expert time in days")),
    "sheets": (_("Indicator reference sheets"), _("Versions in force when the figures were frozen")),
}
COLUMNS = {
    "value": _("Value"), "targets": _("Targets"),
    "rank": _("Rank"), "n": _("Responses"), "score": _("All groups"), "answer": _("Module"),
    "judge": _("Judges"), "prosecutor": _("Prosecutors"), "court_staff": _("Court staff"), "lawyer": _("Bar"),
    "ministry": _("Ministries"), "civil_society": _("Civil society"), "oversight": _("Oversight"),
    "invited": _("Invited"), "complete": _("Responses"), "rate": _("Rate"),
    "occasion": _("Had the occasion"), "low": _("95% CI, lower"), "high": _("95% CI, upper"),
    "baseline": _("Baseline"), "target": _("Target"), "actual": _("Actual"), "progress": _("Progress"),
    "state": _("Status"), "people": _("People"), "pairs": _("Matched pairs"), "before": _("Before"),
    "after": _("After"),
    "gain": _("Change, percentage points"), "applied": _("Applied"), "enrolled": _("Enrolled"),
    "completed": _("Completed"),
    "women": _("Women certified"), "plans": _("Reform plans"), "practice": pgettext_lazy("reform", "Changed practice"),
    "stage": _("Stage"), "since": _("Since"), "confirmed": _("Confirmed"), "decision": _("Decision"), "due": _("Due"),
    "evidence": _("Evidence"), "clearance": _("Clearance, %"), "budget": _("Budget"), "period": _("This period"),
    "spent": _("Spent"), "left": _("Remaining"), "share": _("Share spent"), "pledged": _("Pledged"),
    "received": _("Received"), "days": _("Expert days"), "definition": _("Definition"), "unit": _("Unit"),
    "source": _("Source"), "limits": _("Known limitations"),
}  # fmt: skip
FIRST_COLUMNS = {
    "value": _("Value"), "targets": _("Targets"),
    "headline": _("Figure"), "states": _("Status"),
    "needs": _("Need"), "answers": _("Group"), "framework": _("Indicator and court or jurisdiction"),
    "funnel": _("Step"),
    "scores": _("Cohort"), "used": _("Cohort"), "jurisdictions": _("Jurisdiction"),
    "stages": _("Stage"), "plans": _("Court"),
    "milestones": _("Milestone"), "groups": _("Courts"), "courts": _("Court"), "lines": _("Budget line"),
    "given": _("Partner"), "sheets": _("Indicator"),
}  # fmt: skip
ROWS = {
    "answers.judge": _("Judges"), "answers.prosecutor": _("Prosecutors"), "answers.court_staff": _("Court staff"),
    "answers.lawyer": _("Bar"), "answers.ministry": _("Ministries"), "answers.civil_society": _("Civil society"),
    "answers.oversight": _("Oversight bodies"), "answers.all": _("All groups"),
    "funnel.applied": _("Applied"), "funnel.enrolled": _("Enrolled"), "funnel.completed": _("Completed"),
    "funnel.certified": _("Certified"), "funnel.reforming": _("Started a reform plan"),
    "jurisdictions.all": _("All jurisdictions"),
    "headline.certified": _("people certified"),
    "headline.gain": _("percentage points gained in the final test, last cohort"),
    "headline.courts": _("courts with a changed practice in force"), "headline.milestones": _("milestones achieved"),
    "headline.wait": _("days to clear pending cases, courts in the framework"),
    "states.met": _("Met"), "states.close": _("Close"), "states.behind": _("Behind"),
    "states.not_reported": _("Not reported"), "states.all": _("All targets"),
    "stages.courts_in_force": _("Courts with a changed practice in force"), "stages.plans": _("All reform plans"),
    "stages.in_force": _("In force, practised or evaluated"), "stages.under_way": _("Under way"),
    "stages.stopped": _("Paused or withdrawn"),
    "groups.dt_inside": _("Courts in the framework, days"), "groups.dt_outside": _("All other courts, days"),
    "groups.cr_inside": _("Courts in the framework, clearance rate in per cent"),
    "groups.cr_outside": _("All other courts, clearance rate in per cent"), "lines.all": _("All budget lines"),
}  # fmt: skip
LEVELS = {
    "impact": _("Impact: justice for people"), "outcome": _("Outcomes: practice in courts"),
    "output": _("Outputs: learning and support"),
}  # fmt: skip
# code -> (icon, label)
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
STATE_COLUMNS = frozenset(("answer", "state", "stage"))
DATE_COLUMNS = frozenset(("since", "due"))
