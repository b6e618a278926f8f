"""Conditions that can never be true are refused; conditions that can be true never are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.instruments.condition_checks import find_issue
from assessments.instruments.elements import Element, Option
from assessments.instruments.expressions import parse
from assessments.instruments.validation import opening_issues
from tests.factories import questionnaires as forms
from tests.factories.questionnaires import url_of as url
from tests.responses import error_codes

YES_NO = (Option("yes"), Option("no"))
ELEMENTS = {
    "sits": Element("sits", "select_one", options=YES_NO),
    "level": Element("level", "select_one", options=(Option("1"), Option("2"), Option("3"))),
    "where": Element("where", "select_multiple", options=(Option("fj"), Option("ws"), Option("to"))),
    "years": Element("years", "integer", constraint=parse(". >= 0 and . <= 60")),
    "code": Element("code", "integer", constraint=parse("regex(., '[0-9]{4}')")),
    "half": Element("half", "range", parameters={"start": "0", "end": "10", "step": "0.5"}),
    "since": Element("since", "date"),
    "importance-a": Element("importance-a", "rating"),
    "agreed": Element("agreed", "acknowledge"),
    "why": Element("why", "text"),
    "area": Element("area", "group"),
    "note": Element("note", "text"),
}


def code_of(expression, rule="relevant", kind="text"):
    element = Element("shown", kind, options=YES_NO, **{rule: parse(expression)})
    issue = find_issue(element, rule, {**ELEMENTS, "shown": element})
    return issue.code if issue else ""


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("${decides} = 'yes'", "unknown"),
        ("${sits} = yes", "unquoted"),
        ("${sits} = 'never'", "choice"),
        ("${sits} != 'never'", "choice"),
        ("${sits} = 'yes' or ${sits} = 'never'", "choice"),
        ("selected(${where}, 'ck')", "choice"),
        ("not(selected(${where}, 'ck'))", "choice"),
        ("${sits} > 3", "value"),
        ("${sits} = 'yes' and ${sits} = 'no'", "never"),
        ("${where} = 'ws fj'", "value"),
        ("${level} > 3", "value"),
        ("${years} > 60", "value"),
        ("${years} = 2.5", "value"),
        ("${years} = 'many'", "text"),
        ("${years} > 5 and ${years} < 3", "never"),
        ("${half} = 0.3", "value"),
        ("${half} > 10", "value"),
        ("${since} > 2026", "date"),
        ("${since} = '27/11/2026'", "date"),
        ("${importance-a} = 6", "value"),
        ("${agreed} = 'yes'", "value"),
        ("${area} = 'yes'", "unanswered"),
        ("1 > 2", "never"),
        ("false()", "never"),
    ],
)
def test_conditions_that_cannot_work_are_found(expression, code):
    assert code_of(expression) == code


@pytest.mark.parametrize(
    "expression",
    [
        "${sits} = 'yes'", "${sits} != ''", "${sits} = ''", "${sits} = 'yes' or ${sits} = 'no'", "${level} >= 2",
        "${level} = 2", "selected(${where}, 'fj') and selected(${where}, 'ws')", "${where} = 'fj ws'",
        "not(selected(${where}, 'fj'))", "${years} = 60", "${years} > 59", "${years} > 5 and ${years} < 7",
        "${code} > 2000", "${half} = 2.5", "${since} > '2026-11-27' and ${since} < '2026-12-01'",
        "${since} >= today()", "${importance-a} >= 4", "${importance-a} = 'na'", "${agreed} = 'OK'",
        "${why} = 'anything'", "count-selected(${where}) > 1", "${years} * 2 = 7", "${sits} = ${why}",
        "string-length(${why}) > 3", "true()", "3 < ${years}",
    ],
)  # fmt: skip
def test_conditions_that_can_be_true_are_accepted(expression):
    assert code_of(expression) == ""


@given(st.integers(-5, 70), st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(-5, 70))
def test_a_comparison_that_some_answer_meets_is_never_refused(answer, operator, limit):
    """The answer may be any that the question accepts."""
    holds = {"=": answer == limit, "!=": answer != limit, "<": answer < limit, "<=": answer <= limit,
             ">": answer > limit, ">=": answer >= limit}[operator]  # fmt: skip

    if holds and 0 <= answer <= 60:
        assert code_of(f"${{years}} {operator} {limit}") == ""


def test_filters_read_columns_and_limits_read_their_own_answer():
    assert code_of("name = 'yes'", "choice_filter", "select_one") == ""
    assert code_of("land = ${why}", "choice_filter", "select_one") == "column"
    assert code_of(". >= 5 and . <= 3", "constraint", "integer") == "never"
    assert code_of(". >= 3 and . <= 5", "constraint", "integer") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"relevant": "${sits} = yes"}, "Write “yes” in quotation marks: 'yes'."),
        ({"relevant": "${sit} = 'yes'"}, "There is no question named “sit”. Did you mean “sits”?"),
        (
            {"required": "${sits} = 'never'"},
            "“Do you sit?” has no choice with the code “never”. Its codes are: yes, no.",
        ),
        (
            {"relevant": "${years} = 'many'"},
            "The answer to “For how many years?” is a number and cannot be compared with “many”.",
        ),
    ],
)
def test_the_sentence_stands_beside_the_field(coordinator, client_of, version, typed, sentence):
    refused = client_of(coordinator).post(
        url("add", version) + "?type=text", {"label": "Why?", "name": "why", **typed}
    )

    assert refused.status_code == 422
    assert refused.context["form"].errors == {next(iter(typed)): [sentence]}
    assert version.questions.count() == 3


@pytest.mark.django_db
def test_a_choice_that_a_condition_needs_is_not_removed(coordinator, client_of, version):
    sits = version.questions.get(name="sits")
    data = {"label": "Do you sit?", "name": "sits", "parent": sits.parent_id, "revision": sits.revision}

    refused = client_of(coordinator).post(url("question", version, "sits"), data | {"choices": "no = No"})
    renamed = client_of(coordinator).post(
        url("question", version, "sits"), data | {"choices": "yes = Yes\nno = No", "name": "does_sit"}
    )

    assert error_codes(refused) == {"__all__": ["breaks_condition"]}
    assert "For how many years?" in refused.context["form"].errors["__all__"][0]
    assert error_codes(renamed) == {"name": ["in_use"]}
    assert list(sits.choice_list.choices.values_list("name", flat=True)) == ["yes", "no"]


@pytest.mark.django_db
def test_a_workbook_names_the_row_of_an_impossible_condition():
    survey = [
        ("type", "name", "label", "relevant"),
        ("select_one yesno", "sits", "Do you sit?", ""),
        ("integer", "years", "For how many years?", "${sits} = yes"),
        ("text", "why", "Why?", "${sits} = 'never'"),
    ]

    form = forms.read(survey)

    assert [(issue.row, issue.code) for issue in form.errors] == [(3, "condition"), (4, "condition")]
    assert form.errors[1].detail == (
        "relevant: “sits” has no choice with the code “never”. Its codes are: yes, no."
    )


@pytest.mark.django_db
def test_a_draft_with_an_old_impossible_condition_is_not_opened(version):
    version.questions.filter(name="years").update(relevant="${sits} = yes")

    assert any(
        "quotation marks" in issue for issue in opening_issues(version, languages=["en"], anonymity="named")
    )
