"""The choice "or_other" in a workbook: the text question in each language of the form."""

import io

import pytest
from django.conf import settings

from assessments.instruments.xlsform.messages import other_choice_texts
from assessments.instruments.xlsform.reader import read_form
from assessments.instruments.xlsform.storage import replace_contents
from assessments.instruments.xlsform.writer import workbook_of
from tests.factories import questionnaires as forms

pytestmark = pytest.mark.django_db

OFFERED = [
    ("type", "name", "label::English (en)", "label::Français (fr)"),
    ("select_one matters or_other", "matter", "Which matters?", "Quelles matières ?"),
    ("select_multiple matters", "others", "Which others?", "Quelles autres ?"),
    ("select_one places or_other", "place", "Where?", "Où ?"),
]
MATTERS = [
    ("list_name", "name", "label::English (en)", "label::Français (fr)"),
    ("matters", "leases", "Leases", "Baux"),
    ("matters", "carriage", "Carriage", "Transport"),
    ("places", "suva", "Suva", "Suva"),
    ("places", "other", "Elsewhere", "Ailleurs"),
]


def test_other_specify_is_imported_in_each_language_of_the_form():
    made = forms.version()
    form = forms.read(OFFERED, MATTERS, other=other_choice_texts())
    replace_contents(version=made, form=form, by=None)

    questions = {
        asked_question.name: asked_question for asked_question in made.questions.select_related("choice_list")
    }
    codes = {
        name: list(questions[name].choice_list.choices.order_by("position").values_list("name", flat=True))
        for name in ("matter", "others", "place")
    }
    assert codes == {
        "matter": ["leases", "carriage", "other"],
        "others": ["leases", "carriage"],
        "place": ["suva", "other"],
    }
    which = questions["matter_other"]
    assert (which.type, which.relevant, which.required) == ("text", "selected(${matter}, 'other')", "yes")
    assert dict(which.texts.values_list("language", "label")) == {
        "en": "Please specify",
        "fr": "Veuillez préciser",
    }
    assert form.unsupported == []
    again = read_form(io.BytesIO(workbook_of(made)), dict(settings.LANGUAGES))
    assert [question.name for question in again.questions] == [
        "matter",
        "matter_other",
        "others",
        "place",
        "place_other",
    ]


def test_names_too_long_after_other_specify_are_reported():
    lists = [("list_name", "name", "label"), ("l" * 55, "a", "A")]
    form = forms.read(
        [("type", "name", "label"), (f"select_one {'l' * 55} or_other", "q" * 58, "Which?")], lists
    )

    assert [(issue.name, issue.detail) for issue in form.errors] == [
        ("q" * 58, "list_name"), (f"{'q' * 58}_other", "name"),
    ]  # fmt: skip
