"""Messages for the importer's issues, by sheet, row and name."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.instruments.xlsform.parsed_form import LIMITS, Issue
from assessments.instruments.xlsform.workbook import MAX_CELL, MAX_ROWS, UnreadableWorkbookError
from portal.languages.numbers import interpolate


def with_messages(issues: Iterable[Issue]) -> list[tuple[Issue, str]]:
    """Each issue with its message, in the workbook's order."""
    sentences = _sentences()
    return [
        (
            issue,
            interpolate(
                sentences[issue.code],
                detail=issue.detail,
                name=issue.name,
                n=LIMITS.get(issue.detail, MAX_CELL),
            ),
        )
        for issue in sorted(issues, key=lambda issue: (issue.sheet != "survey", issue.row))
    ]


def unreadable_message(error: UnreadableWorkbookError) -> str:
    return interpolate(
        {
            "broken": _("This workbook cannot be opened. Save it as .xlsx again and try again."),
            "no_survey": _("There is no sheet named “survey”."),
            "no_columns": _("The sheet “%(sheet)s” has no headings."),
            "too_long": _("The sheet “%(sheet)s” has more than %(n)s rows."),
        }[error.code],
        sheet=error.sheet,
        n=MAX_ROWS,
    )


def _sentences() -> dict[str, str]:
    return {
        "choice_incomplete": _("A choice needs a list_name and a name."),
        "choice_name": _("The name of a choice must be 60 characters or fewer, without spaces."),
        "choice_twice": _("“%(name)s” appears twice in the list “%(detail)s”."),
        "no_type": _("This row has no type."),
        "never_ends": _("This group has no end."),
        "deep": "%(name)s " + _("is nested too deeply."),
        "nothing_to_end": _("This row ends a group that was not started."),
        "no_list": _("Enter the name of a choice list."),
        "unknown_list": _("There is no list “%(detail)s” on the sheet “choices”."),
        "no_name": _("This row has no name."),
        "bad_name": _(
            "“%(detail)s” is not a valid name. Use letters, digits, dots, dashes and underscores, "
            "and start with a letter."
        ),
        "name_twice": _("This name is already used in row %(detail)s."),
        "expression": _("Cannot be read from here: %(detail)s"),
        "reference": _("Refers to a question that does not exist: %(detail)s"),
        "condition": "%(detail)s",
        "circle": _("These questions depend on one another in a circle: %(detail)s."),
        "long_cell": "%(detail)s: " + _("Enter %(n)s characters or fewer."),
        "scale": _("A rating on the scale “%(detail)s” must be a select_one with the choices 1 to 5 and na."),
        "scale_name": _(
            "The name of this rating must start with “%(detail)s-”, and the name of the second "
            "rating with the other scale."
        ),
        "test_form": _("The form of a test question must be a, b or anchor, not “%(detail)s”."),
        "correct_answer": _("The correct answer (“%(detail)s”) is not one of the choices."),
        "competency": _("The framework has no competency “%(detail)s”."),
        "pyxform": _("Other XLSForm tools cannot read it either: %(detail)s"),
        "type": _("Questions of type “%(detail)s” are not imported."),
        "metadata": _("Device metadata (“%(detail)s”) is not collected."),
        "column": _("The column “%(detail)s” is not imported, in this row and below."),
        "language": _("The column “%(detail)s” is in a language that the portal does not support."),
        "nested_repeat": _(
            "A repeating group inside another repeating group is left out with everything in it."
        ),
        "in_left_out": _("Is in a group that is left out."),
        "expression_left": _(
            "Uses something the portal does not support, so it is left out and treated as always "
            "true: %(detail)s"
        ),
        "reference_left": _("Refers to a question that is left out, so it is left out too: %(detail)s"),
        "repeat_count": _(
            "A group must repeat a fixed number of times or without a limit, not “%(detail)s”."
        ),
    }


def other_choice_texts() -> dict[str, tuple[str, str]]:
    """Language -> the label of the choice “other” and of its text question."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = (_("Other"), _("Please specify"))
    return texts
