"""What the importer finds, in sentences for the person, by sheet, row and name."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.instruments.xlsform.rows import LIMITS, Issue
from assessments.instruments.xlsform.sheets import MAX_CELL, MAX_ROWS, UnreadableWorkbookError


def told(issues: Iterable[Issue]) -> list[tuple[Issue, str]]:
    """Each issue with its sentence, in the workbook's order."""
    sentences = _sentences()
    return [
        (
            issue,
            sentences[issue.code]
            % {"detail": issue.detail, "name": issue.name, "n": LIMITS.get(issue.detail, MAX_CELL)},
        )
        for issue in sorted(issues, key=lambda issue: (issue.sheet != "survey", issue.row))
    ]


def words_for_broken(error: UnreadableWorkbookError) -> str:
    return {
        "broken": _("This workbook cannot be opened. Save it anew as .xlsx and try again."),
        "no_survey": _("There is no sheet named “survey”."),
        "no_columns": _("The sheet “%(sheet)s” has no headings."),
        "too_long": _("The sheet “%(sheet)s” has more than %(n)s rows."),
    }[error.code] % {"sheet": error.sheet, "n": MAX_ROWS}


def _sentences() -> dict[str, str]:
    return {
        "choice_incomplete": _("A choice needs a list_name and a name."),
        "choice_name": _("The name of a choice has no spaces and at most 60 characters."),
        "choice_twice": _("“%(name)s” stands twice in the list “%(detail)s”."),
        "no_type": _("This row has no type."),
        "never_ends": _("This group never ends."),
        "deep": "%(name)s " + _("is nested too deeply."),
        "nothing_to_end": _("This row ends a group that never began."),
        "no_list": _("Say which list of choices is offered."),
        "unknown_list": _("There is no list “%(detail)s” on the sheet “choices”."),
        "no_name": _("This row has no name."),
        "bad_name": _(
            "“%(detail)s” is no name: letters, digits, dots, dashes and underscores, a letter first."
        ),
        "name_twice": _("The name stands in row %(detail)s already."),
        "expression": _("Cannot be read from here on, %(detail)s"),
        "reference": _("Names a question that is not there, %(detail)s"),
        "circle": _("These wait for one another: %(detail)s."),
        "long_cell": "%(detail)s: " + _("Write at most %(n)s characters."),
        "scale": _("A rating on the scale “%(detail)s” is a select_one whose choices are 1 to 5 and na."),
        "scale_name": _(
            "The name of this rating begins with “%(detail)s-”, the other half’s with the other scale."
        ),
        "test_form": _("The form of a test’s question is a, b or anchor, not “%(detail)s”."),
        "right": _("What is right (“%(detail)s”) is not among the choices."),
        "competency": _("The framework has no competency “%(detail)s”."),
        "pyxform": _("Other tools could not read it either: %(detail)s"),
        "type": _("Questions of the type “%(detail)s” are not carried."),
        "metadata": _("What devices tell of themselves (“%(detail)s”) is not collected."),
        "column": _("The column “%(detail)s” is not carried, here and below."),
        "language": _("A language that the portal does not speak, in the column “%(detail)s”."),
        "nested_repeat": _(
            "A group that repeats inside another one that repeats is left out with all in it."
        ),
        "in_left_out": _("Stands in a group that is left out."),
        "expression_left": _(
            "Uses what is not known here and is left out, so that it holds always: %(detail)s"
        ),
        "reference_left": _("Reads a question that is left out, so it is left out too: %(detail)s"),
        "repeat_count": _("A group repeats a fixed number of times or as often as wanted, not “%(detail)s”."),
    }


def other_words() -> dict[str, tuple[str, str]]:
    """Language -> the choice “other” and the line that asks which."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = (_("Other"), _("Which other?"))
    return found
