"""Evaluate responses: skip logic, calculated values, repeats, issues."""

import datetime

import pytest

from assessments.instruments.elements import Element, Option, ResponseEvaluator, find_cycle
from assessments.instruments.expressions import parse
from assessments.instruments.values import UnreadableError, read, read_rank

TODAY = datetime.date(2026, 11, 27)


def element(name, type_="text", **fields):
    trees = ("relevant", "required", "constraint", "calculation", "choice_filter")
    return Element(
        name, type_, **{key: parse(value) if key in trees else value for key, value in fields.items()}
    )


def evaluate(*elements, answers, **fields):
    return ResponseEvaluator({part.name: part for part in elements}, answers, today=TODAY, **fields)


SITS = element("sits", "select_one", options=(Option("yes"), Option("no")))
YEARS = element(
    "years", "integer", relevant="${sits} = 'yes'", required="true()", constraint=". >= 0 and . <= 60"
)


@pytest.mark.parametrize(
    ("answers", "issues", "stored"),
    [  # docs/glossary.md T9.1
        ({("sits", 0): "no", ("years", 0): "7"}, [], {("sits", 0): "no"}),
        ({("sits", 0): "yes"}, ["required"], {("sits", 0): "yes"}),
        ({("sits", 0): "yes", ("years", 0): "61"}, ["constraint"], {("sits", 0): "yes", ("years", 0): "61"}),
        ({("sits", 0): "yes", ("years", 0): "60"}, [], {("sits", 0): "yes", ("years", 0): "60"}),
    ],
)
def test_t9_1_irrelevant_answers_are_not_stored_and_required_counts_only_when_asked(answers, issues, stored):
    evaluated = evaluate(SITS, YEARS, answers=answers)

    assert [issue.code for issue in evaluated.issues()] == issues
    assert evaluated.values_to_store() == stored


def test_a_hidden_group_hides_its_members_and_hidden_values_are_empty():
    evaluated = evaluate(
        SITS,
        element("bench", "group", relevant="${sits} = 'yes'"),
        element("court", parent="bench", required="true()"),
        element("told", "calculate", calculation="if(${court} = '', 'none', ${court})"),
        answers={("sits", 0): "no", ("court", 0): "High Court"},
    )

    assert not evaluated.is_relevant("court")
    assert evaluated.values_to_store() == {("sits", 0): "no", ("told", 0): "none"}
    assert list(evaluated.issues()) == []


def test_a_repeat_is_evaluated_per_occurrence_and_summed_from_outside():
    evaluated = evaluate(
        element("visit", "repeat"),
        element("days", "integer", parent="visit", repeat="visit", constraint=". < 10"),
        element("why", parent="visit", repeat="visit", relevant="${days} > 5", required="true()"),
        element("total", "calculate", calculation="sum(${days})"),
        answers={("days", 1): "3", ("days", 2): "7", ("days", 3): "12", ("why", 3): "Backlog"},
    )

    assert [(f.name, f.occurrence, f.code) for f in evaluated.issues()] == [
        ("days", 3, "constraint"),
        ("why", 2, "required"),
    ]
    assert evaluated.value("total") == "22"
    assert evaluated.is_relevant("why", 2)
    assert not evaluated.is_relevant("why", 1)


def test_a_choice_filter_limits_options_and_rejects_others():
    towns = (Option("suva", {"land": "fj"}), Option("apia", {"land": "ws"}))
    evaluated = evaluate(
        element("country", "select_one", options=(Option("fj"), Option("ws"))),
        element("town", "select_one", options=towns, choice_filter="land = ${country}"),
        answers={("country", 0): "ws", ("town", 0): "suva"},
    )

    assert [option.name for option in evaluated.options("town")] == ["apia"]
    assert [(issue.name, issue.code) for issue in evaluated.issues()] == [("town", "choice")]


def test_circular_references_are_found_and_terminate():
    a = element("a", relevant="${b} = '1'")
    b = element("b", "calculate", calculation="${c} + 1")
    c = element("c", relevant="${a} != ''")
    elements = {part.name: part for part in (a, b, c)}

    assert find_cycle(elements) == ["a", "b", "c"]
    assert evaluate(a, b, c, answers={("a", 0): "x"}).values_to_store() == {}


def test_a_chain_of_questions_may_be_as_long_as_a_questionnaire():
    """Each depends on the one before, and the last is evaluated first."""
    chain = [element("q0")] + [element(f"q{n}", relevant=f"${{q{n - 1}}} = 'yes'") for n in range(1, 2000)]
    answers = {(part.name, 0): "yes" for part in chain}

    assert evaluate(*chain, answers=answers).is_relevant("q1999")
    assert not evaluate(*chain, answers={**answers, ("q7", 0): "no"}).is_relevant("q1999")
    assert len(evaluate(*reversed(chain), answers=answers).values_to_store()) == 2000
    assert find_cycle({part.name: part for part in chain}) == []


@pytest.mark.parametrize(
    ("type_", "typed", "value"),
    [
        ("integer", " 1 200 ", "1200"), ("integer", "٤٢", "42"), ("integer", "-3", "-3"), ("decimal", "3,50", "3.5"),
        ("decimal", "٣٫٥", "3.5"), ("decimal", "1e-999999", "0"), ("decimal", "0.33333333333333335", "0.333333333333"),
        ("date", "2027-02-28", "2027-02-28"), ("time", "9:05".zfill(5), "09:05"),
        ("datetime", "2027-01-31 09:30", "2027-01-31T09:30"), ("acknowledge", "on", "OK"), ("text", " a\r\nb ", "a\nb"),
    ],
)  # fmt: skip
def test_input_is_converted_to_the_canonical_form(type_, typed, value):
    assert read(element("x", type_), [typed]) == value


@pytest.mark.parametrize(
    ("type_", "typed", "code"),
    [
        ("integer", "3.5", "integer"), ("integer", "9" * 40, "integer"), ("decimal", "NaN", "decimal"),
        ("decimal", "1e400", "decimal"), ("date", "2027-02-30", "date"), ("time", "25:00", "time"),
        ("rating", "6", "choice"), ("text", "x" * 501, "length"), ("select_one", "other", "choice"),
        ("range", "11", "range"), ("range", "2.5", "range"),
    ],
)  # fmt: skip
def test_invalid_input_is_rejected(type_, typed, code):
    with pytest.raises(UnreadableError) as refused:
        read(element("x", type_, options=(Option("a"),)), [typed])

    assert refused.value.code == code


def test_a_ranking_is_complete_or_empty():
    ranked = element("x", "rank", options=(Option("a"), Option("b"), Option("c")))

    assert read_rank(ranked, {"a": "2", "b": "1", "c": "3"}) == "b a c"
    assert read_rank(ranked, {"a": "", "b": "", "c": ""}) == ""
    for ranks in (
        {"a": "1", "b": "1", "c": "2"},
        {"a": "1", "b": "", "c": ""},
        {"a": "x", "b": "1", "c": "2"},
    ):
        with pytest.raises(UnreadableError):
            read_rank(ranked, ranks)
