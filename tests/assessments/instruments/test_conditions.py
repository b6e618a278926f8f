"""Conditions are built from question, operator and answer; the expression is the same for experts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.instruments.conditions import (
    Condition,
    ConditionRow,
    codes_of,
    operators_of,
    read_condition,
    write_condition,
)
from assessments.instruments.elements import Element, Option
from assessments.instruments.expressions import parse
from tests.assessments.pages import markup_of
from tests.factories.questionnaires import url_of as url

ELEMENTS = {
    "sits": Element("sits", "select_one", options=(Option("yes"), Option("no"))),
    "where": Element("where", "select_multiple", options=(Option("fj"), Option("ws"))),
    "years": Element("years", "integer"),
    "since": Element("since", "date"),
    "importance-a": Element("importance-a", "rating"),
    "why": Element("why", "text"),
    "rank": Element("rank", "rank", options=(Option("a"), Option("b"))),
}
VALUES = {"integer": st.integers(-50, 50).map(str), "date": st.dates().map(str)}


@st.composite
def rows(draw):
    element = draw(st.sampled_from(list(ELEMENTS.values())))
    operator = draw(st.sampled_from(operators_of(element)))
    if operator in ("answered", "unanswered"):
        return ConditionRow(element.name, operator)
    texts = st.text("abc d'é1", min_size=1).map(str.strip).filter(bool)
    codes = st.sampled_from(codes_of(element) or ("",))
    return ConditionRow(
        element.name, operator, draw(codes if codes_of(element) else VALUES.get(element.type, texts))
    )


@given(st.sampled_from(["and", "or"]), st.lists(rows(), min_size=1, max_size=4))
def test_every_condition_of_rows_opens_as_the_same_rows(join, built):
    condition = Condition(join if len(built) > 1 else "and", tuple(built))

    assert read_condition(parse(write_condition(condition, ELEMENTS)), ELEMENTS) == condition


@pytest.mark.parametrize(
    ("expression", "operators"),
    [
        ("${sits}='yes' and not(selected(${where}, \"fj\"))", ["eq", "lacks"]),
        ("3 < ${years}", ["gt"]),
        ("selected(${sits}, 'yes')", ["eq"]),
        ("(${sits} != '' or ${why} = '') or ${years} >= -2", ["answered", "unanswered", "ge"]),
    ],
)
def test_usual_variants_open_as_rows(expression, operators):
    condition = read_condition(parse(expression), ELEMENTS)

    assert [row.operator for row in condition.rows] == operators


@pytest.mark.parametrize(
    "expression",
    [
        "${sits} = 'yes' and (${years} > 3 or ${years} < 1)", "${years} + 1 > 3", "regex(${why}, '[a-z]+')",
        "${sits} = ${why}", "count-selected(${where}) > 1", "${nobody} = 1", "${sits} = 'never'",
    ],
)  # fmt: skip
def test_other_expressions_are_left_to_experts(expression):
    assert read_condition(parse(expression), ELEMENTS) is None


def built(name, *lines, join="and", **fields):
    """What a browser posts for these rows of question, operator and answer."""
    columns = zip(*lines, strict=True)
    return {
        f"{name}-{part}": list(cells)
        for part, cells in zip(("name", "operator", "value"), columns, strict=True)
    } | {f"{name}-join": join, **fields}


@pytest.mark.django_db
def test_a_condition_is_built_and_opens_in_the_rows_again(coordinator, client_of, version):
    client = client_of(coordinator)
    posted = built("relevant", ("sits", "eq", "Yes"), ("years", "ge", "٣"), ("", "eq", ""), join="or")

    client.post(url("add", version) + "?type=text", {"label": "Why?", "name": "why", **posted})

    assert version.questions.get(name="why").relevant == "${sits} = 'yes' or ${years} >= 3"
    page = markup_of(client.get(url("question", version, "why")))
    selected = re.findall(r'<option value="(\w+)" selected>', page)
    assert selected[1:7] == ["or", "sits", "eq", "yes", "years", "ge"]  # after those of “Required only if”


@pytest.mark.django_db
def test_either_the_rows_or_the_expression_is_changed(coordinator, client_of, version):
    client, address = client_of(coordinator), url("question", version, "years")
    years = version.questions.get(name="years")
    data = {"label": "How long?", "name": "years", "parent": years.parent_id}
    shown = {"relevant": years.relevant, "relevant-shown": years.relevant}

    def save(**fields):
        question = version.questions.get(name="years")
        return client.post(address, data | {"revision": question.revision} | shown | fields)

    save(**built("relevant", ("sits", "eq", "no")))
    assert version.questions.get(name="years").relevant == "${sits} = 'no'"
    save(**built("relevant", ("sits", "eq", "yes")), relevant="selected(${sits}, 'yes')")
    assert version.questions.get(name="years").relevant == "selected(${sits}, 'yes')"
    both = save(**built("relevant", ("sits", "eq", "no")), relevant="${sits} != ''")
    assert both.context["form"].errors["relevant"][0].startswith("You changed both")
    save(**built("relevant", ("", "eq", "")))
    assert version.questions.get(name="years").relevant == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("", "eq", "yes"), "Condition 1: choose a question."),
        (("sits", "gt", "yes"), "Condition 1: choose a comparison that this question allows."),
        (("sits", "eq", "perhaps"), "Condition 1: choose one of the question’s choices."),
        (("years", "eq", "many"), "Condition 1: enter a whole number."),
        (("years", "eq", ""), "Condition 1: enter an answer."),
        (("note", "eq", "x"), "Condition 1: choose a question."),
    ],
)
def test_a_wrong_row_is_named_and_stays(coordinator, client_of, version, row, sentence):
    data = {"label": "Why?", "name": "why", **built("relevant", row)}

    refused = client_of(coordinator).post(url("add", version) + "?type=text", data)

    assert refused.context["form"].errors == {"relevant": [sentence]}
    assert refused.context["form"]["relevant"].value().condition.rows == (ConditionRow(*row),)
    assert version.questions.count() == 3
