"""The question types that the editor offers, grouped by purpose, with a description where the name is not
enough.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.instruments.models import Question

Type = Question.Type

OFFERED: list[tuple[Any, list[tuple[Question.Type, Any]]]] = [
    (
        _("Choices and ratings"),
        [
            (Type.SELECT_ONE, ""),
            (Type.SELECT_MULTIPLE, ""),
            (Type.RANK, _("Respondents put the choices in order.")),
            (Type.RATING, _("How important it is, and how well it is done now.")),
        ],
    ),
    (
        _("Text, numbers, dates and files"),
        [
            (Type.TEXT, ""),
            (Type.INTEGER, ""),
            (Type.DECIMAL, ""),
            (Type.RANGE, _("From one number to another, in steps.")),
            (Type.DATE, ""),
            (Type.TIME, ""),
            (Type.DATETIME, ""),
            (Type.FILE, ""),
        ],
    ),
    (
        _("Structure and information"),
        [
            (Type.GROUP, _("Questions under one heading.")),
            (Type.REPEAT, _("Its questions are repeated for each item the respondent adds.")),
            (Type.NOTE, _("Text only, with no answer.")),
            (Type.ACKNOWLEDGE, _("A tick box.")),
            (Type.CALCULATE, _("Calculated from other answers. Not shown to respondents.")),
        ],
    ),
]
