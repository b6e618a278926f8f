"""The anonymised data set explained: every variable, its scale and what is missing, in the language of who asks."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.analysis import anonymity
from assessments.analysis.others import CHOICES, NUMBERS
from assessments.competencies.models import Competency
from assessments.instruments.models import Question
from assessments.instruments.queries import Questionnaire
from assessments.needs.models import Ranking
from assessments.needs.queries import label_of, part_label
from portal.tables.export import xlsx_bytes


def workbook(ranking: Ranking, released: anonymity.Released, items: list[Competency]) -> bytes:
    """Sheets `Rows`, a line a variable, and `About`."""
    head = [_("Variable"), _("What it says"), _("Scale"), _("Values"), _("Missing codes")]
    languages = "; ".join(
        f"{code} = {part_label('language', code)}" for code in ranking.parts.get("language", ())
    )
    levels = "; ".join(
        f"{code or '(empty)'} = {part_label('court_level', code)}"
        for code in ranking.parts.get("court_level", ())
    )
    places = "; ".join(f"{p.code} = {p}" for p in ranking.assessment.jurisdictions.all())
    kept_back = _("withheld = given up so that at least five rows are alike")
    rows: list[list[str]] = [
        [
            "group",
            _("Stakeholder group"),
            _("codes"),
            "; ".join(f"{c} = {label_of(c)}" for c in ranking.codes),
            "",
        ],
        ["jurisdiction", _("Jurisdiction asked"), _("codes"), places, kept_back],
        ["language", _("Language of the answers"), _("codes"), languages, kept_back],
        ["court_level", _("Level of court"), _("codes"), levels, kept_back],
    ]
    missing = _(
        "NA = marked as not applicable; empty = left blank; withheld = fewer than five alike, or hidden with them"
    )
    asked = {"importance": _("Importance of the task"), "ability": _("Present ability in the task")}
    rows += [
        [
            f"{one.code}_{scale}",
            f"{asked[scale]}: {one}",
            _("1 lowest to 5 highest"),
            "1, 2, 3, 4, 5",
            missing,
        ]
        for one in items
        for scale in asked
    ]
    rows += _other_lines(ranking)
    notes = [
        (_("Assessment"), str(ranking.assessment)),
        (_("Digest of the answers"), ranking.told_digest),
        (_("Rows"), str(len(released.rows))),
        (_("People left out because their group is withheld"), str(released.withheld)),
        (_("Rows with a value given up"), str(released.generalised)),
        (
            _("How nobody can be picked out"),
            _(
                "At least five rows share group, jurisdiction, language and level. Smaller cells give up the level, "
                "then the language, then the jurisdiction. An answer is withheld where fewer than five of such rows "
                "have it, where fewer than ten have it and all are the same, and where it could be worked out with "
                "the published tables. Comments are not included."
            ),
        ),
        (
            _("Why other questions are not in the rows"),
            _(
                "An age, a court and a post together single a person out. Answers to the other questions stand in "
                "other-answers.csv instead, each by group: how many made a choice, the quartiles of numbers from ten "
                "people on, the mean place in an order. What few said is withheld, with what would tell of it."
            ),
        ),
    ]
    return xlsx_bytes(head, rows, notes=notes)


def _other_lines(ranking: Ranking) -> list[list[str]]:
    """The questions of the second table, in the reader's language."""
    asked = Questionnaire(ranking.assessment.collection.version, get_language() or "en").asked.values()
    missing = _("withheld = few people said it, or it would tell what few people said")
    kinds: dict[str, str] = {
        **dict.fromkeys(CHOICES, _("people by choice and group")),
        **dict.fromkeys(NUMBERS, _("lower quartile, median and upper quartile by group")),
        Question.Type.RANK: _("mean place by group, 1 first"),
    }
    return [
        [
            one.name,
            one.label,
            kinds[one.type],
            "; ".join(f"{code} = {label}" for code, label in dict(one.options).items()),
            missing,
        ]
        for one in asked
        if one.type in kinds
    ]
