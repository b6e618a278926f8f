"""The anonymised data set: every row is k-anonymous, also in combination with the published tables."""

import csv
import io
from collections import Counter

import numpy as np
import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assessments.analysis import anonymity, dataset
from assessments.analysis.models import AnonymisedData
from assessments.needs import services
from assessments.needs.tallies import Ratings
from portal.files import services as files
from portal.jobs import services as jobs
from tests.factories import assessments as make
from tests.factories.participants import JurisdictionFactory

KEY = st.tuples(
    st.sampled_from(["A", "B", "C"]), st.sampled_from(["en", "fr"]), st.sampled_from(["", "first"])
)


@given(st.lists(KEY, min_size=5, max_size=60))
def test_every_equivalence_class_has_at_least_five_rows(keys):
    classes = anonymity.equivalence_classes(keys, k=5)

    assert all(n >= 5 for n in Counter(classes).values())
    for before, after in zip(keys, classes, strict=True):
        assert all(new in (old, anonymity.WITHHELD) for old, new in zip(before, after, strict=True))


def test_generalising_drops_level_then_language_then_jurisdiction():
    keys = [("A", "en", "first")] * 6 + [("A", "en", "appeal")] * 3 + [("A", "en", "supreme")] * 2

    assert set(anonymity.equivalence_classes(keys, k=5)) == {("A", "en", "first"), ("A", "en", "withheld")}
    keys = [("A", "en", "")] * 9 + [("A", "fr", "")] * 3 + [("B", "fr", "")] * 2
    assert Counter(anonymity.equivalence_classes(keys, k=5)) == {
        ("A", "en", ""): 9, ("withheld", "withheld", "withheld"): 5,
    }  # fmt: skip


def ratings_of(keys, table, group="judge"):
    places = {"A": 1, "B": 2, "C": 3}
    return Ratings(
        [group] * len(keys), [places[p] for p, _l, _c in keys], [language for _p, language, _c in keys],
        [level for _p, _l, level in keys], np.array(table, dtype=np.int8),
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(KEY, st.integers(0, 5), st.integers(0, 5)), min_size=5, max_size=60))
def test_every_published_item_has_at_least_five_rows_in_its_class(people):
    ratings = ratings_of([key for key, _i, _a in people], [[[i, a]] for _key, i, a in people])

    anonymised = anonymity.anonymise_ratings(
        ratings, [1], groups=["judge"], hidden_items=(), hidden_parts={}, k=5
    )

    counts = Counter(
        key for key, row in zip(anonymised.keys, anonymised.table, strict=True)
        if (row[0] > 0).any() and (row[0] != anonymity.WITHHELD_ANSWER).all()
    )  # fmt: skip
    assert all(n >= 5 for n in counts.values())
    assert len(anonymised.rows) == len(people)


def test_values_that_subtraction_from_published_tables_reveals_are_withheld():
    """Jurisdiction A has 23 people in the tables and 20 in the rows: the difference is three people."""
    keys = [("A", "en", "")] * 20 + [("A", "fr", "")] * 3 + [("B", "fr", "")] * 20
    table = [[[4, 2]]] * 20 + [[[5, 1]]] * 3 + [[[3, 3]]] * 20

    anonymised = anonymity.anonymise_ratings(
        ratings_of(keys, table), [1], groups=["judge"], hidden_items=(), hidden_parts={}, k=5
    )

    shown = [tuple(row[0]) for row in anonymised.table if row[0][0] > 0]
    assert (5, 1) not in shown
    by_class = Counter(
        key for key, row in zip(anonymised.keys, anonymised.table, strict=True) if row[0][0] > 0
    )
    assert not (by_class[("1", "en", "")] == 20 and by_class[("2", "fr", "")] == 20)


@pytest.mark.parametrize(("people", "is_shown"), [(9, False), (10, True)])
def test_equal_ratings_of_a_small_class_are_withheld(people, is_shown):
    """Everyone in the class gave the same importance; their abilities differ."""
    table = [[[5, 1 + n % 2], [3 + n % 3, 1 + n % 2]] for n in range(people)]

    anonymised = anonymity.anonymise_ratings(
        ratings_of([("A", "en", "")] * people, table),
        [1, 2], groups=["judge"], hidden_items=(), hidden_parts={}, k=5,
    )  # fmt: skip

    assert (anonymised.table[:, 0] != anonymity.WITHHELD_ANSWER).all() == is_shown
    assert (anonymised.table[:, 1] != anonymity.WITHHELD_ANSWER).all()


@pytest.fixture
def closed(db):
    assessment = make.open_assessment(weights={"judge": "0.5", "lawyer": "0.3", "oversight": "0.2"})
    fiji = assessment.jurisdictions.first()
    samoa = JurisdictionFactory(name="Samoa", code="WS")
    assessment.jurisdictions.add(samoa)
    for group, place, people in (
        ("judge", fiji, 14), ("judge", samoa, 12), ("lawyer", fiji, 11), ("oversight", fiji, 3),
    ):  # fmt: skip
        for n in range(people):
            invited = make.invitation(assessment, group=group, jurisdiction=place, court_level="first")
            ability = "na" if n == 1 else 2
            comment = "Written by Anna" if n == 0 else ""
            make.answer(assessment, invited=invited, ratings={"D1.1": (5 - n % 2, ability)}, comment=comment)
    return services.close_assessment(assessment=assessment, by=None)


def made(assessment, by):
    job = dataset.start_making(ranking=assessment.rankings.get(), by=by)
    with jobs.claim(job.pk) as claimed:
        dataset.build_dataset(claimed)
    return AnonymisedData.objects.get()


def rows_of(data):
    with files.open_stored(data.data) as stored:
        return list(csv.DictReader(io.StringIO(stored.read().decode())))


def test_rows_carry_codes_for_what_is_missing_and_no_hidden_group(closed, coordinator):
    data = made(closed, coordinator)

    rows = rows_of(data)
    assert (len(rows), data.people, data.withheld) == (26, 26, 14)  # lawyers are suppressed with oversight
    assert {row["group"] for row in rows} == {"judge"}
    assert {row["D1.1_ability"] for row in rows} == {"2", "NA"}
    assert {row["D2.1_importance"] for row in rows} == {""}
    assert "Anna" not in str(rows)
    assert (
        min(Counter((r["group"], r["jurisdiction"], r["language"], r["court_level"]) for r in rows).values())
        >= 5
    )


def test_the_codebook_names_every_variable_its_scale_and_missing_codes(closed, coordinator):
    data = made(closed, coordinator)

    with files.open_stored(data.codebook) as stored:
        book = load_workbook(io.BytesIO(stored.read()))

    lines = {row[0]: row for row in book["Rows"].iter_rows(min_row=2, values_only=True)}
    assert set(lines) == set(rows_of(data)[0])
    assert "Task 1.1" in lines["D1.1_importance"][1]
    assert lines["D1.1_importance"][4].startswith("NA = ")
    assert "WS = Samoa" in lines["jurisdiction"][3]


def test_the_data_set_is_built_once(closed, coordinator, client_of):
    first = made(closed, coordinator)

    client_of(coordinator).post(reverse("assessments:analysis:create_data", args=[closed.public_id]))

    assert made(closed, coordinator) == first
    assert AnonymisedData.objects.count() == 1


def test_only_readers_of_the_results_can_download_the_data(
    closed, coordinator, evaluator, judge, other_coordinator, client_of, client
):
    data = made(closed, coordinator)
    page = reverse("assessments:analysis:data", args=[closed.public_id])
    file = reverse("files:download", args=[data.data.public_id])

    assert f'href="{file}"' in client_of(evaluator).get(page).content.decode()
    assert client_of(evaluator).get(file).getvalue().startswith(b"group,jurisdiction,language,court_level,")
    for stranger in (judge, other_coordinator):
        assert client_of(stranger).get(page).status_code == 404
        assert client_of(stranger).get(file).status_code in (403, 404)
    assert client.get(file).status_code == 302
    assert client_of(evaluator).post(
        reverse("assessments:analysis:create_data", args=[closed.public_id])
    ).status_code == 403  # fmt: skip
