"""The codebook of the anonymised data set: every variable, its scale and its missing codes, in the reader's
language.
"""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.analysis import anonymity
from assessments.analysis.question_results.overall import CHOICES, NUMBERS
from assessments.competencies.models import Competency
from assessments.instruments.models import Question
from assessments.instruments.queries import Questionnaire
from assessments.needs.models import Ranking
from assessments.needs.queries import group_label, segment_label
from portal.languages.numbers import interpolate
from portal.tables.export import xlsx_bytes


def workbook(ranking: Ranking, released: anonymity.AnonymisedRatings, items: list[Competency]) -> bytes:
    """A workbook with the sheets `Rows` (one line per variable) and `About`."""
    head = [_("Variable"), _("Description"), _("Scale"), _("Values"), _("Missing codes")]
    languages = "; ".join(
        f"{code} = {segment_label('language', code)}" for code in ranking.segments.get("language", ())
    )
    levels = "; ".join(
        f"{code or '(empty)'} = {segment_label('court_level', code)}"
        for code in ranking.segments.get("court_level", ())
    )
    jurisdictions = "; ".join(f"{p.code} = {p}" for p in ranking.assessment.jurisdictions.all())
    k = ranking.assessment.suppression_k
    withheld_note = interpolate(_("withheld = removed so that at least %(k)s rows are alike"), k=k)
    rows: list[list[str]] = [
        [
            "group",
            _("Stakeholder group"),
            _("codes"),
            "; ".join(f"{c} = {group_label(c)}" for c in ranking.codes),
            "",
        ],
        ["jurisdiction", _("Jurisdiction of the respondent"), _("codes"), jurisdictions, withheld_note],
        ["language", _("Response language"), _("codes"), languages, withheld_note],
        ["court_level", _("Level of court"), _("codes"), levels, withheld_note],
    ]
    missing = interpolate(
        _(
            "NA = marked as not applicable; empty = left blank; withheld = fewer than %(k)s comparable "
            "rows, or withheld to protect them"
        ),
        k=k,
    )
    scales = {"importance": _("Importance of the task"), "ability": _("Present ability in the task")}
    rows += [
        [
            f"{item.code}_{scale}",
            f"{scales[scale]}: {item}",
            _("1 (lowest) to 5 (highest)"),
            "1, 2, 3, 4, 5",
            missing,
        ]
        for item in items
        for scale in scales
    ]
    rows += _other_lines(ranking)
    notes = [
        (_("Assessment"), str(ranking.assessment)),
        (_("Checksum of the responses"), ranking.public_digest),
        (_("Rows"), str(len(released.rows))),
        (_("Respondents left out because their group is withheld"), str(released.withheld)),
        (_("Rows with a generalised value"), str(released.generalised)),
        (
            _("How individuals are protected from identification"),
            interpolate(
                _(
                    "At least %(k)s rows share the same group, jurisdiction, language and level of court. In "
                    "smaller combinations, the level is removed first, then the language, then the "
                    "jurisdiction. An answer is withheld where fewer than %(k)s of these rows have one, "
                    "where fewer than %(twice)s have one and all are the same, and where it could be worked "
                    "out from the published tables. Comments are not included."
                ),
                k=k,
                twice=2 * k,
            ),
        ),
        (
            _("Why answers to other questions are not in the rows"),
            _(
                "Age, court and position together can identify a person. Answers to the other "
                "questions are therefore in other-answers.csv, by group: the number of people per "
                "choice, the quartiles of numbers (from 10 people) and the mean rank in an order. "
                "Values based on few answers are withheld, as are values that would reveal them."
            ),
        ),
    ]
    return xlsx_bytes(head, rows, notes=notes)


def _other_lines(ranking: Ranking) -> list[list[str]]:
    """The questions of the second table, in the reader's language."""
    questions = Questionnaire(
        ranking.assessment.collection.version, get_language() or "en"
    ).questions.values()
    missing = _("withheld = based on few answers, or would reveal a value based on few answers")
    kinds: dict[str, str] = {
        **dict.fromkeys(CHOICES, _("number of people by choice and group")),
        **dict.fromkeys(NUMBERS, _("lower quartile, median and upper quartile by group")),
        Question.Type.RANK: _("mean rank by group (1 = first)"),
    }
    return [
        [
            question.name,
            question.label,
            kinds[question.type],
            "; ".join(f"{code} = {label}" for code, label in dict(question.options).items()),
            missing,
        ]
        for question in questions
        if question.type in kinds
    ]
