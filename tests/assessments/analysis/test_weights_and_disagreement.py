"""Other weights, the map of disagreement, and all frozen cells as files and in the API."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertTemplateUsed

from assessments.analysis import disagreement, reweighting
from assessments.needs import services
from assessments.needs.models import RankedNeed
from assessments.needs.queries import group_label
from assessments.needs.robustness import Plan
from tests.factories import assessments as make
from tests.responses import error_codes

PLAN = Plan(draws=200, top=2)
WEIGHTS = {"judge": "0.5", "civil_society": "0.3", "oversight": "0.2"}


@pytest.fixture
def closed(db):
    """Judges rank D1.1 first, civil society D1.2. Three people of oversight are suppressed, and with them
    twelve of academia, so that the three cannot be computed.
    """
    assessment = make.open_assessment(
        weights={"judge": "0.5", "civil_society": "0.3", "oversight": "0.1", "academia": "0.1"}
    )
    for group, first, second, people in (
        ("judge", (5, 1), (3, 3), 24),
        ("civil_society", (3, 3), (5, 1), 22),
        ("oversight", (2, 5), (2, 4), 3),
        ("academia", (4, 3), (4, 3), 12),
    ):
        for n in range(people):
            d1, d2 = (first[0] - n % 2, first[1]), (second[0] - n % 2, second[1])
            make.answer(assessment, group=group, ratings={"D1.1": d1, "D1.2": d2})
    return services.close_assessment(assessment=assessment, by=None)


def at(name, assessment, *rest, **query):
    return reverse(f"assessments:analysis:{name}", args=[assessment.public_id, *rest], query=query)


def test_weights_move_the_ranking_and_ties_share_a_rank():
    scores = {1: {"judge": 8.0, "lawyer": 2.0}, 2: {"judge": 2.0, "lawyer": 8.0}, 3: {"judge": 5.0}, 4: {}}

    even = reweighting.rerank(scores, {"judge": 1.0, "lawyer": 1.0}, PLAN)
    judges = reweighting.rerank(scores, {"judge": 1.0, "lawyer": 0.0}, PLAN)

    assert [(line.item, line.rank, line.is_tied) for line in even] == [
        (1, 1, True), (2, 1, True), (3, 1, True), (4, None, False),
    ]  # fmt: skip
    assert [(line.item, line.rank) for line in judges] == [(1, 1), (3, 2), (2, 3), (4, None)]
    assert judges[0].share == 1


def test_other_weights_rerank_without_changing_the_frozen_ranking(closed, coordinator, client_of):
    before = list(RankedNeed.objects.order_by("pk").values())
    client = client_of(coordinator)

    agreed = client.get(at("weights", closed)).context["lines"]
    moved = client.get(at("weights", closed, **{"w-judge": "5", "w-civil_society": "80"}))

    assert [line["row"].competency.code for line in agreed[:2]] == ["D1.1", "D1.2"]
    assert [line["row"].competency.code for line in moved.context["lines"][:2]] == ["D1.2", "D1.1"]
    assert moved.context["is_moved"] is True
    assert [line["agreed"] for line in moved.context["lines"][:2]] == [2, 1]
    assert list(RankedNeed.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("typed", ["-1", "abc", "101", "NaN", "=1+1"])
def test_an_invalid_weight_is_rejected_beside_its_field(closed, coordinator, client_of, typed):
    shown = client_of(coordinator).get(at("weights", closed, **{"w-judge": typed}))

    assert shown.status_code == 422
    assert [line["row"].competency.code for line in shown.context["lines"][:2]] == ["D1.1", "D1.2"]


def test_all_weights_zero_are_rejected(closed, coordinator, client_of):
    zero = {f"w-{code}": "0" for code in ("judge", "civil_society", "oversight", "academia")}

    shown = client_of(coordinator).get(at("weights", closed, **zero))

    assert error_codes(shown) == {"__all__": ["no_weight"]}


def test_full_weight_for_a_hidden_group_reveals_nothing(closed, coordinator, client_of):
    hidden = {"w-judge": "0", "w-civil_society": "0", "w-academia": "0", "w-oversight": "100"}

    shown = client_of(coordinator).get(at("weights", closed, **hidden))

    assert {line["one"].score for line in shown.context["lines"]} == {None}
    assert "oversight:" not in shown.content.decode()


def test_the_frozen_share_equals_the_share_on_the_page(closed, coordinator, client_of):
    lines = client_of(coordinator).get(at("weights", closed)).context["lines"]

    frozen = {row.competency.code: row.top_share for row in RankedNeed.objects.filter(group_code="")}
    shown = {line["row"].competency.code: line["one"].share for line in lines}
    assert {code: None if share is None else Decimal(str(share)) for code, share in shown.items()} == frozen


def test_disagreement_is_sorted_by_range_with_levels():
    def of(score):
        return disagreement.PublishedScore(Decimal(score))

    rows = disagreement.rows({
        1: {"judge": of("5.0"), "lawyer": of("5.2")},
        2: {"judge": of("2.0"), "lawyer": of("9.0"), "police": of("5.5")},
        3: {"judge": of("4.0")},
    })  # fmt: skip

    assert [(row.item, row.apart, row.highest, row.lowest) for row in rows] == [
        (2, Decimal("7.0"), "lawyer", "judge"), (1, Decimal("0.2"), "lawyer", "judge"), (3, None, "", ""),
    ]  # fmt: skip
    assert rows[0].levels == {"judge": "down2", "lawyer": "up2", "police": "near"}


def test_a_difference_within_both_intervals_may_be_chance():
    def of(score, half):
        return disagreement.PublishedScore(Decimal(score), Decimal(score) - half, Decimal(score) + half)

    cells = {
        1: {"judge": of("5", 1), "lawyer": of("6", 1)},
        2: {"judge": of("5", 1), "lawyer": of("7", 1)},
        3: {"judge": of("5", 1), "lawyer": disagreement.PublishedScore(Decimal(1))},
    }

    assert {gap.item: gap.is_clear for gap in disagreement.gaps(cells, "judge", "lawyer")} == {
        1: False, 2: True, 3: None,
    }  # fmt: skip


def test_judges_and_civil_society_are_compared_by_default_and_hidden_groups_stay_hidden(
    closed, coordinator, client_of
):
    page = client_of(coordinator).get(at("disagreement", closed))

    assert [code for code, _label in page.context["pair"]] == ["judge", "civil_society"]
    assert page.context["lines"][0]["highest"] == group_label("judge")
    assert page.context["lines"][0]["lowest"] == group_label("civil_society")
    cells = {label: cell for label, cell, _level in page.context["lines"][0]["cells"]}
    assert cells[group_label("oversight")].reason == cells[group_label("academia")].reason == "suppressed"


def test_the_export_of_the_map_shows_withheld_too(closed, coordinator, client_of):
    exported = (
        client_of(coordinator).get(at("disagreement", closed, export="csv")).content.decode("utf-8-sig")
    )

    line = next(csv.DictReader(io.StringIO(exported)))
    assert (line[group_label("oversight")], line[group_label("academia")]) == ("withheld", "withheld")


@pytest.mark.parametrize("dimension", ["group", "jurisdiction", "language", "court_level"])
def test_every_frozen_cell_is_equal_in_csv_xlsx_and_json(closed, coordinator, client_of, dimension):
    client = client_of(coordinator)
    ranking = closed.rankings.get()
    segment = closed.jurisdictions.get().code if dimension == "jurisdiction" else ""

    rows = list(csv.DictReader(io.StringIO(
        client.get(at("figures", closed, dimension, "csv")).content.decode("utf-8-sig"))))  # fmt: skip
    book = load_workbook(io.BytesIO(client.get(at("figures", closed, dimension, "xlsx")).content))
    query = {"dimension": dimension, "segment": segment}
    cells = client.get(f"/api/v1/needs-cells/{ranking.public_id}/", query).json()

    exported = list(book["Rows"].iter_rows(values_only=True))
    assert len(rows) == len(cells) == len(exported) - 1 == 20
    for row, cell in zip(rows, cells, strict=True):
        assert (row["competency"], row["group"], row["reason"]) == (
            cell["competency"],
            cell["group"],
            cell["reason"],
        )
        assert (Decimal(row["score"]) if row["score"] else None) == (
            Decimal(cell["score"]) if cell["score"] else None
        )
    hidden = [cell for cell in cells if cell["group"] == "oversight"]
    assert {(cell["n"], cell["score"], cell["reason"]) for cell in hidden} == {(None, None, "suppressed")}


def test_an_unknown_dimension_or_kind_of_file_is_not_found(closed, coordinator, client_of):
    client = client_of(coordinator)

    assert client.get(at("figures", closed, "person", "csv")).status_code == 404
    assert client.get(at("figures", closed, "group", "html")).status_code == 404
    url = f"/api/v1/needs-cells/{closed.rankings.get().public_id}/"
    assert client.get(url, {"dimension": "person"}).status_code == 400
    assert client.get(url, {"dimension": "jurisdiction"}).status_code == 400


def test_pages_require_permission(closed, client_of, judge, other_coordinator, client):
    addresses = [at("weights", closed), at("disagreement", closed), at("figures", closed, "group", "csv")]
    for address in addresses:
        assert client_of(judge).get(address).status_code == 404
        assert client_of(other_coordinator).get(address).status_code == 404
        assert client.get(address).status_code == 302
    api = f"/api/v1/needs-cells/{closed.rankings.get().public_id}/?dimension=group"
    assert client_of(judge).get(api).status_code == 403
    assert client_of(other_coordinator).get(api).status_code == 404


def test_nothing_is_shown_before_closing(coordinator, client_of):
    assessment = make.open_assessment()
    make.answer(assessment, ratings={"D1.1": (5, 1)})
    client = client_of(coordinator)

    for address in (at("weights", assessment), at("disagreement", assessment)):
        assertTemplateUsed(client.get(address), "assessments/needs/no_results.html")
    assert client.get(at("figures", assessment, "group", "csv")).status_code == 404


@pytest.mark.parametrize("items", [1, 20])
def test_both_pages_have_constant_queries(coordinator, client_of, items, django_assert_num_queries):
    assessment = make.open_assessment(version=make.framework(domains=1, each=20), items=items)
    for n in range(5):
        make.answer(assessment, ratings={"D1.1": (5 - n % 2, 2)})
    services.close_assessment(assessment=assessment, by=coordinator)
    client = client_of(coordinator)
    client.get(at("weights", assessment))

    with django_assert_num_queries(10):
        client.get(at("weights", assessment))
    with django_assert_num_queries(10):
        client.get(at("disagreement", assessment))
