"""Results of an assessment: correct figures, and small groups that cannot be computed."""

import csv
import io
from decimal import Decimal
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertTemplateUsed

from assessments.needs import errors, rating_data, services
from assessments.needs import ranking as rules
from assessments.needs.models import RankedNeed, TrainingNeed
from assessments.needs.queries import frozen_responses, ranked_rows, response_rate, response_rate_rr1
from tests.assessments.pages import markup_of
from tests.factories import assessments as make

pytestmark = pytest.mark.django_db
A = [(5, 2), (4, 3), (5, 3), (3, 2), (4, 4)]
B = [(4, 2), (4, 1), (3, 2), (4, 3), (4, 2)]


def closed_assessment(*, by_group=None, rounds=1, **fields):
    """Judges rate D1.1 like A and D1.2 like B, five per round; other groups as given: group -> pairs for both."""
    weights = fields.pop("weights", {"judge": "1"})
    assessment = make.open_assessment(weights=weights, **fields)
    for (importance, ability), (importance_b, ability_b) in zip(A * rounds, B * rounds, strict=True):
        make.answer(assessment, ratings={"D1.1": (importance, ability), "D1.2": (importance_b, ability_b)})
    for group, pairs in (by_group or {}).items():
        for pair in pairs:
            make.answer(assessment, group=group, ratings={"D1.1": pair, "D1.2": pair})
    return services.close_assessment(assessment=assessment, by=None)


def test_t1_5_gives_both_response_rates():
    assert response_rate(240, 10, 20, 126).rounded(1) == Decimal("60.0")
    assert response_rate_rr1(240, 20, 126).rounded(1) == Decimal("57.3")
    assert response_rate(0, 0, 0, 0).reason == "zero_denominator"


def test_responses_give_the_ranking_of_the_worked_example():
    ranking = closed_assessment().rankings.get()

    rows = ranked_rows(ranking)

    assert [(r.overall.rank, r.competency.code, r.overall.score, r.overall.n) for r in rows[:2]] == [
        (1, "D1.2", Decimal("6.84"), 5),
        (2, "D1.1", Decimal("5.88"), 5),
    ]
    assert {r.overall.reason for r in rows[2:]} == {"no_data"}


def test_withheld_values_cannot_be_guessed_from_the_public_digest(coordinator, client_of):
    """One lawyer responded; someone who knows the judges' ratings could try 25 pairs."""
    assessment = closed_assessment(
        by_group={"lawyer": [(5, 1)]}, rounds=2, weights={"judge": "0.6", "lawyer": "0.4"}
    )
    ranking = assessment.rankings.get()
    path = f"/api/v1/needs-results/{ranking.public_id}/"

    published = client_of(coordinator).get(path).json()["inputs_digest"]

    weights = {group.code: group.weight for group in assessment.groups.all()}
    ratings = rating_data.load_ratings(assessment).ratings
    lawyer = ratings.groups.index("lawyer")
    guessed = set()
    for pair in product(range(1, 6), repeat=2):
        ratings.table[lawyer, :2] = pair
        guessed.add(rules.digest(ratings.lines(), weights, k=5))
    assert ranking.inputs_digest in guessed  # what could leak
    assert published not in guessed
    assert published == client_of(coordinator).get(path).json()["inputs_digest"]
    file = reverse("assessments:analysis:figures", args=[assessment.public_id, "group", "xlsx"])
    sheet = load_workbook(io.BytesIO(client_of(coordinator).get(file).content))
    cells = {str(cell) for page in sheet for row in page.values for cell in row}
    assert published in cells
    assert not guessed & cells


def test_incomplete_pairs_and_dont_know_are_left_out():
    assessment = make.open_assessment()
    for pair in [*A, ("na", 3), (4, "na"), (5, "")]:
        make.answer(assessment, ratings={"D1.1": pair})

    services.close_assessment(assessment=assessment, by=None)

    ranked = RankedNeed.objects.get(competency__code="D1.1", group_code="judge")
    assert (ranked.n, ranked.score) == (5, Decimal("5.88"))


def test_drafts_do_not_count():
    assessment = make.open_assessment()
    for pair in A:
        make.answer(assessment, ratings={"D1.1": pair})
    invited = make.invitation(assessment)
    make.collecting.save_draft(
        invitation=invited,
        page=1,
        language="en",
        values={("importance-d1.1", 0): "5", ("ability-d1.1", 0): "1"},
    )

    services.close_assessment(assessment=assessment, by=None)

    assert RankedNeed.objects.get(competency__code="D1.1", group_code="").n == 5


WEIGHTS = {"judge": "0.5", "prosecutor": "0.2", "court_staff": "0.3"}
SMALL = {
    "prosecutor": [(5, 1)] * 3,
    "court_staff": [(4, 2), (5, 3), (4, 1), (3, 2), (4, 2), (5, 2), (4, 3), (4, 2), (3, 1)],
}


def test_a_small_group_is_in_no_row_total_or_response_count():
    assessment = closed_assessment(rounds=2, weights=WEIGHTS, by_group=SMALL)

    ranking = assessment.rankings.get()
    cells = {row.group_code: row for row in ranking.ranked_needs.filter(competency__code="D1.1")}
    assert {code for code, row in cells.items() if row.reason == "suppressed"} == {
        "prosecutor",
        "court_staff",
    }
    assert (cells["prosecutor"].n, cells["court_staff"].n, cells[""].n) == (None, None, 22)
    _headline, rows = frozen_responses(ranking)
    assert {row.code: row.complete for row in rows} == {"judge": 10, "prosecutor": None, "court_staff": None}


def test_group_rates_exclude_bounced_emails_as_the_total_does():
    assessment = make.open_assessment(weights={"judge": "1"})  # invites one judge, who does not respond
    for _number in range(2):
        make.invitation(assessment, state="bounced")
    for _number in range(6):
        make.answer(assessment, ratings={"D1.1": (5, 1)})
    services.close_assessment(assessment=assessment, by=None)

    headline, rows = frozen_responses(assessment.rankings.get())

    assert headline["rate"].rounded(1) == Decimal("85.7")
    assert [row.rate.rounded(1) for row in rows] == [Decimal("85.7")]


def test_no_published_value_depends_on_a_small_groups_answers(coordinator, client_of):
    other_answers = SMALL | {"prosecutor": [(1, 5), (2, 5), (1, 4)]}
    first = closed_assessment(rounds=2, weights=WEIGHTS, by_group=SMALL)
    second = closed_assessment(rounds=2, weights=WEIGHTS, by_group=other_answers)
    client = client_of(coordinator)

    files = [
        client.get(reverse("assessments:needs:results", args=[assessment.public_id]) + "?export=csv").content
        for assessment in (first, second)
    ]
    answers = []
    for assessment in (first, second):
        listed = client.get("/api/v1/needs-results/", {"assessment__public_id": assessment.public_id}).json()[
            "results"
        ][0]
        answers.append(client.get(f"/api/v1/needs-results/{listed['id']}/").json())

    assert files[0] == files[1]
    assert answers[0]["ranked_needs"] == answers[1]["ranked_needs"]
    assert answers[0]["responses"] == answers[1]["responses"]


def test_results_are_shown_after_closing_only(coordinator, client_of):
    assessment = make.open_assessment()
    for pair in A:
        make.answer(assessment, ratings={"D1.1": pair}, comment="Explaining fees")
    client = client_of(coordinator)
    results = reverse("assessments:needs:results", args=[assessment.public_id])

    before = client.get(results)
    services.close_assessment(assessment=assessment, by=coordinator)
    after = client.get(results).content.decode()

    assertTemplateUsed(before, "assessments/needs/no_results.html")
    assert "Explaining fees" not in before.content.decode()
    assert "5.88" in after


def test_export_withholds_what_the_page_withholds(coordinator, client_of):
    assessment = closed_assessment(rounds=2, weights=WEIGHTS, by_group=SMALL)
    url = reverse("assessments:needs:results", args=[assessment.public_id])

    rows = list(
        csv.DictReader(
            io.StringIO(client_of(coordinator).get(f"{url}?export=csv").content.decode("utf-8-sig"))
        )
    )
    book = load_workbook(io.BytesIO(client_of(coordinator).get(f"{url}?export=xlsx&group=judge").content))

    row = next(row for row in rows if row["Code"] == "D1.1")
    assert (row["Prosecutors: Responses"], row["Prosecutors: Score"], row["Judges: Score"]) == (
        "withheld",
        "withheld",
        "5.88",
    )
    assert "Judges" in {row[1] for row in book["About"].iter_rows(values_only=True)}


def test_ranking_by_one_group_orders_by_its_scores(coordinator, client_of):
    staff = [(5, 1), (5, 2), (4, 1), (5, 1), (5, 2), (4, 2)] * 2
    assessment = closed_assessment(
        weights={"judge": "0.5", "court_staff": "0.5"}, by_group={"court_staff": staff}
    )
    url = reverse("assessments:needs:results", args=[assessment.public_id])

    shown = client_of(coordinator).get(url, {"group": "judge", "area": "D1"})

    assert [line["row"].competency.code for line in shown.context["lines"]] == ["D1.2", "D1.1"]
    assert {line["row"].competency.parent.code for line in shown.context["lines"]} == {"D1"}


@pytest.mark.parametrize("items", [1, 20])
def test_results_have_constant_queries(coordinator, client_of, items, django_assert_num_queries):
    assessment = make.open_assessment(version=make.framework(domains=1, each=20), items=items)
    for pair in A:
        make.answer(assessment, ratings={"D1.1": pair})
    services.close_assessment(assessment=assessment, by=coordinator)
    client, url = client_of(coordinator), reverse("assessments:needs:results", args=[assessment.public_id])
    client.get(url)

    with django_assert_num_queries(11):
        shown = client.get(f"{url}?all=1")

    assert len(shown.context["lines"]) == items


def test_ranked_need_is_accepted_and_found_by_search(coordinator, client_of):
    assessment = closed_assessment()
    client = client_of(coordinator)

    client.post(
        reverse("assessments:needs:accept", args=[assessment.public_id, "D1.2"]),
        {"statement": "Firm hearing dates in Suva", "priority": "1", "cause": "training"},
    )

    need = TrainingNeed.objects.get()
    assert (need.ranked_need.score, need.state) == (Decimal("6.84"), "open")
    search_page = client.get(reverse("search"), {"q": "firm hearing"})
    assert reverse("assessments:needs:training_need", args=[need.public_id]) in search_page.content.decode()
    assert (
        services.accept(ranked_need=need.ranked_need, statement="Again", priority=9, by=coordinator) == need
    )


def test_withheld_row_cannot_become_a_need():
    assessment = make.open_assessment()
    make.answer(assessment, ratings={"D1.1": (5, 2)})
    services.close_assessment(assessment=assessment, by=None)

    with pytest.raises(errors.NotRankedError):
        services.accept(
            ranked_need=RankedNeed.objects.filter(group_code="").first(), statement="x", priority=1, by=None
        )


def test_a_rejection_is_reversed_only_with_a_reason_and_both_stay_in_the_history(coordinator, client_of):
    need = closed_assessment().training_needs.create(
        competency=RankedNeed.objects.first().competency,
        statement="Firm dates",
        state="not_answered",
        reason="No room",
    )
    client, url = client_of(coordinator), reverse("assessments:needs:reopen", args=[need.public_id])

    refused = client.post(url, {"reason": " "})
    client.post(url, {"reason": "A second judge was appointed."})

    need.refresh_from_db()
    assert refused.status_code == 422
    assert (need.state, need.reason) == ("open", "A second judge was appointed.")
    history = client.get(
        reverse("history", args=["assessments.trainingneed", need.public_id])
    ).content.decode()
    assert "No room" in history
    assert "A second judge was appointed." in history
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingNeed.objects.update(state="not_answered", reason="")


def test_results_over_the_api_are_for_those_who_may_see_them(client_of, judge, evaluator, client):
    assessment = closed_assessment()
    url = "/api/v1/needs-results/"

    assert client_of(judge).get(url).status_code == 403
    assert client.get(url).status_code in (401, 403)
    assert [row["assessment"] for row in client_of(evaluator).get(url).json()["results"]] == [
        str(assessment.public_id)
    ]


def test_a_task_in_every_top_ten_does_not_mention_weightings(coordinator, client_of):
    assessment = closed_assessment(
        by_group={"civil_society": A}, weights={"judge": "0.5", "civil_society": "0.5"}
    )

    shown = client_of(coordinator).get(reverse("assessments:needs:results", args=[assessment.public_id]))

    text = markup_of(shown)
    assert RankedNeed.objects.filter(group_code="", top_share=1).exists()
    assert {line["stays"] for line in shown.context["lines"]} <= {None, 1}
    assert "stays in the top 10 in" not in text
    assert "Judges 50%" in text
