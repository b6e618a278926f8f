"""Question results: distributions without disclosure."""

import io

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from assessments.analysis import distributions
from assessments.analysis.question_results.by_group import released_counts
from assessments.analysis.question_results.overall import question_results
from assessments.collection import services as collecting
from tests.assessments.collection.test_every_type import field, line, opened, page_of
from tests.factories import assessments as make

SURVEY = [
    line("select_one yesno", "sits", "Do you sit?"),
    line("select_multiple lands", "where", "Where?"),
    line("integer", "years", "For how many years?"),
    line("rank lands", "order", "In which order?"),
    line("acknowledge", "agrees", "You may quote me"),
]


CONDITIONAL = [
    line("select_one yesno", "sits", "Do you sit?"),
    line("begin_group", "more", "More", relevant="${sits} = 'yes'"),
    line("integer", "long", "For how long?"),
    line("select_one rated", "glad", "How glad are you of it?"),
    line("end_group"),
]


def answered(people, survey=SURVEY):
    """An assessment closed after these responses, each a mapping of name -> value."""
    assessment, _token = opened(survey)
    for values in people:
        invited = make.invitation(assessment)
        answers = {("importance-d1.1", 0): "4", ("ability-d1.1", 0): "3"} | {
            (name, 0): v for name, v in values.items()
        }
        collecting.save_draft(invitation=invited, page=1, language="en", values=answers)
        collecting.submit(invitation=invited)
    return make.services.close_assessment(assessment=assessment, by=None)


@pytest.mark.django_db
def test_results_are_shown_over_all_groups_and_small_counts_are_withheld(
    coordinator, client_of, django_assert_max_num_queries
):
    people = [
        {"sits": "yes", "where": "fj ws", "years": str(n), "order": "ws fj vu", "agrees": "OK"}
        for n in range(1, 12)
    ]
    people += [{"sits": "no", "where": "fj"} for _n in range(7)]
    assessment = answered(people)
    client, path = (
        client_of(coordinator),
        reverse("assessments:analysis:other_questions", args=[assessment.public_id]),
    )

    with django_assert_max_num_queries(24):
        shown = client.get(path)
    results = {line.question.name: line for line in shown.context["lines"]}

    assert [bar[:2] for bar in results["sits"].bars] == [("Yes", 11), ("No", 7)]
    assert [bar[:2] for bar in results["where"].bars] == [("Fiji", 18), ("Samoa", 11), ("Vanuatu", 0)]
    assert (results["years"].summary.median, results["years"].summary.mean, results["years"].people) == (
        6,
        6,
        11,
    )
    assert results["order"].mean_ranks == [("Samoa", 1), ("Fiji", 2), ("Vanuatu", 3)]
    exported = load_workbook(io.BytesIO(client.get(path + "?export=xlsx").content)).worksheets[0]
    assert ("sits", "Do you sit?", 18, "No", 7) in list(exported.values)


@pytest.mark.django_db
def test_answers_of_few_people_are_withheld_in_every_format(coordinator, client_of):
    assessment = answered(
        [{"sits": "yes", "where": "fj", "years": "42"}] * 9
        + [{"sits": "no", "where": "fj ws", "years": "41"}]
    )
    client, path = (
        client_of(coordinator),
        reverse("assessments:analysis:other_questions", args=[assessment.public_id]),
    )

    results = {line.question.name: line for line in client.get(path).context["lines"]}
    rows = client.get(path + "?export=csv").content.decode()

    assert results["sits"].bars is None  # one “no”: the other nine would reveal it
    assert [bar[:2] for bar in results["where"].bars] == [("Fiji", 10), ("Samoa", None), ("Vanuatu", 0)]
    assert results["order"].people == 0
    assert "sits,Do you sit?,10,,withheld" in rows


@pytest.mark.django_db
@pytest.mark.parametrize(("others", "shown"), [(3, None), (6, 20)])
def test_the_count_of_a_follow_up_question_does_not_reveal_a_withheld_choice(
    coordinator, client_of, others, shown
):
    """20 people sit and are asked for how long; with 3 others counted beside them, the withheld "No" could be
    computed.
    """
    assessment = answered(
        [{"sits": "yes", "long": str(n), "glad": str(n % 4 + 1)} for n in range(20)]
        + [{"sits": "no"}] * others,
        survey=CONDITIONAL,
    )
    client, path = (
        client_of(coordinator),
        reverse("assessments:analysis:other_questions", args=[assessment.public_id]),
    )

    results = {result.question.name: result for result in client.get(path).context["lines"]}

    assert results["sits"].people == 20 + others
    assert results["long"].people == shown
    assert results["long"].is_withheld == (shown is None)
    on_scales = {
        result.question.name: result for result in question_results(assessment.collection, scales=True)
    }
    assert (on_scales["glad"].mean is None) == on_scales["glad"].is_withheld == (shown is None)
    by_group = [result for result in released_counts(assessment, ["judge"]) if result.question == "long"]
    assert by_group
    assert all((result.value is None) == (shown is None) for result in by_group)


@pytest.mark.django_db
def test_a_number_with_too_many_digits_does_not_break_the_results(coordinator, client_of, client):
    """The database casts answers to numbers: too many digits would be an error on every page."""
    assessment, token = opened([line("decimal", "cost", "What did it cost?")])
    client.post(page_of(token, 2), {field(assessment, "cost"): "1e-99999"})
    client.post(reverse("assessments:collection:submit", args=[token]))
    make.services.close_assessment(assessment=assessment, by=None)

    shown = client_of(coordinator).get(
        reverse("assessments:analysis:other_questions", args=[assessment.public_id])
    )

    assert [result.question.name for result in shown.context["lines"]] == ["cost"]


@pytest.mark.django_db
def test_results_require_closing_and_permission(client_of, coordinator, judge):
    assessment, _token = opened(SURVEY)
    path = reverse("assessments:analysis:other_questions", args=[assessment.public_id])

    assert client_of(coordinator).get(path).status_code == 404
    make.services.close_assessment(assessment=assessment, by=None)
    assert client_of(coordinator).get(path).status_code == 200
    assert client_of(judge).get(path).status_code == 404


@pytest.mark.django_db
def test_the_api_matches_the_page_and_requires_permission(coordinator, other_coordinator, client_of):
    people = [{"sits": "yes", "years": str(n), "order": "ws fj vu", "where": "fj"} for n in range(1, 12)]
    assessment = answered([*people, *[{"sits": "no"}] * 7, {"where": "ws"}])
    path = f"/api/v1/needs-question-results/{assessment.rankings.get().public_id}/"

    rows = {row["question"]: row for row in client_of(coordinator).get(path).json()}

    assert [(choice["choice"], choice["people"]) for choice in rows["sits"]["choices"]] == [
        ("yes", 11),
        ("no", 7),
    ]
    assert (rows["years"]["median"], rows["years"]["people"], rows["years"]["reason"]) == ("6.0000", 11, "")
    assert [(choice["choice"], choice["mean_rank"]) for choice in rows["order"]["choices"]] == [
        ("ws", "1.0000"), ("fj", "2.0000"), ("vu", "3.0000"),
    ]  # fmt: skip
    results = [(choice["choice"], choice["people"]) for choice in rows["where"]["choices"]]
    assert results == [("fj", None), ("ws", None), ("vu", 0)]  # one of twelve
    assert (rows["agrees"]["people"], rows["agrees"]["reason"]) == (0, "no_data")
    assert client_of(other_coordinator).get(path).status_code == 404


@pytest.mark.parametrize(("people", "nobody"), [(9, None), (10, 0)])
def test_a_choice_nobody_made_is_withheld_in_small_samples(people, nobody):
    bars = distributions.choices({"fj": people, "ws": 0}, people=people, is_one=False)

    assert bars is None if nobody is None else [bar.people for bar in bars] == [people, nobody]


@given(counts=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=2))
def test_no_withheld_choice_can_be_computed_from_the_total(counts):
    people = sum(counts.values())

    bars = distributions.choices(counts, people=people, is_one=True)

    if bars is None:
        return
    hidden = [counts[bar.code] for bar in bars if bar.people is None]
    shown = [bar.people for bar in bars if bar.people is not None]
    assert all(n == 0 or n >= distributions.K for n in shown)
    assert not hidden or (len(hidden) >= 2 and sum(hidden) >= 2 * distributions.K)
