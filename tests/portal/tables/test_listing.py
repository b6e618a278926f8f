"""List pages: the query string determines the rows of the page, the export and the bulk action."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories.participants import JurisdictionFactory
from tests.factories.programs import CohortApplicationFactory, CohortFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(capacity=50)


@pytest.fixture
def fiji():
    return JurisdictionFactory(code="FJ", name="Fiji")


def address(cohort):
    return reverse("programs:cohorts:applications", args=[cohort.public_id])


def names(response) -> list[str]:
    return [row.person.full_name for row in response.context["listing"].rows]


def test_filter_search_and_sort_come_from_the_url(cohort, fiji, coordinator, client_of):
    CohortApplicationFactory(cohort=cohort, jurisdiction=fiji, person__full_name="Seini Rokotui")
    CohortApplicationFactory(cohort=cohort, jurisdiction=fiji, person__full_name="Aisake Tui")
    CohortApplicationFactory(cohort=cohort, person__full_name="Élodie Diop")
    client = client_of(coordinator)

    assert names(client.get(address(cohort), {"jurisdiction": "FJ", "sort": "person__full_name"})) == [
        "Aisake Tui",
        "Seini Rokotui",
    ]
    assert names(client.get(address(cohort), {"q": "elodie"})) == ["Élodie Diop"]
    nobody = client.get(address(cohort), {"q": "nobody"})
    assert names(nobody) == []
    assert 'class="empty"' in nobody.content.decode()


@pytest.mark.parametrize(
    "params", [{"sort": "password"}, {"page": "9999"}, {"page": "x"}, {"jurisdiction": "?"}]
)
def test_invalid_query_parameters_are_ignored(params, cohort, coordinator, client_of):
    CohortApplicationFactory(cohort=cohort)

    assert client_of(coordinator).get(address(cohort), params).status_code == 200


def test_an_export_has_the_filtered_rows_the_filters_and_no_formulas(cohort, fiji, coordinator, client_of):
    CohortApplicationFactory(cohort=cohort, jurisdiction=fiji, person__full_name="=cmd|' /C calc'!A1")
    CohortApplicationFactory(cohort=cohort, person__full_name="Hidden by the filter")
    client = client_of(coordinator)

    text = client.get(address(cohort), {"jurisdiction": "FJ", "export": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    book = load_workbook(
        io.BytesIO(client.get(address(cohort), {"jurisdiction": "FJ", "export": "xlsx"}).content)
    )

    assert [row[0] for row in rows[1:2]] == ["'=cmd|' /C calc'!A1"]
    assert "Hidden" not in text
    assert rows[-1][0] == "Filter"
    assert "Fiji" in rows[-1][1] or "FJ" in rows[-1][1]
    cell = book["Rows"]["A2"]
    assert (cell.value, cell.data_type) == ("'=cmd|' /C calc'!A1", "s")
    assert book["Rows"].max_row == 2


def test_selecting_all_means_the_filtered_rows_only(cohort, fiji, coordinator, client_of):
    chosen = CohortApplicationFactory(cohort=cohort, jurisdiction=fiji)
    other = CohortApplicationFactory(cohort=cohort)

    client_of(coordinator).post(
        reverse("programs:cohorts:bulk_decide", args=[cohort.public_id]),
        {"all": "1", "filter": "jurisdiction=FJ", "act": "wait"},
    )

    chosen.refresh_from_db()
    other.refresh_from_db()
    assert (chosen.state, other.state) == ("waiting", "submitted")


def test_a_bulk_action_applies_to_the_selected_rows_only(cohort, coordinator, client_of):
    selected, other = CohortApplicationFactory.create_batch(2, cohort=cohort)

    client_of(coordinator).post(
        reverse("programs:cohorts:bulk_decide", args=[cohort.public_id]),
        {"id": [str(selected.public_id), "not-an-id"], "act": "wait"},
    )

    selected.refresh_from_db()
    other.refresh_from_db()
    assert (selected.state, other.state) == ("waiting", "submitted")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_redirect_stays_on_the_site(elsewhere, cohort, coordinator, client_of):
    answer = client_of(coordinator).post(
        reverse("programs:cohorts:bulk_decide", args=[cohort.public_id]), {"next": elsewhere}
    )

    assert answer["Location"] == address(cohort)


@pytest.mark.parametrize("rows", [1, 20])
def test_a_list_has_a_constant_number_of_queries(
    rows, cohort, coordinator, client_of, django_assert_max_num_queries
):
    CohortApplicationFactory.create_batch(rows, cohort=cohort)
    client = client_of(coordinator)

    with django_assert_max_num_queries(12):
        response = client.get(address(cohort))

    assert len(names(response)) == rows
