"""The types of question that the editor offers, by what one wants to do; a sentence where the name is not enough."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.instruments.models import Question

Type = Question.Type

OFFERED: list[tuple[Any, list[tuple[Question.Type, Any]]]] = [
    (
        _("Choose and rate"),
        [
            (Type.SELECT_ONE, ""),
            (Type.SELECT_MULTIPLE, ""),
            (Type.RANK, _("The choices are put in order.")),
            (Type.RATING, _("How important it is, and how well it is done now.")),
        ],
    ),
    (
        _("Write and fill in"),
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
        _("Around the questions"),
        [
            (Type.GROUP, _("Questions under one heading.")),
            (Type.REPEAT, _("Its questions are asked again for each thing that is named.")),
            (Type.NOTE, _("Nothing is answered.")),
            (Type.ACKNOWLEDGE, _("A box to tick.")),
            (Type.CALCULATE, _("Worked out of other answers; nobody sees it.")),
        ],
    ),
]
