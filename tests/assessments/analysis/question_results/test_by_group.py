"""Question results by group: what a reader can count, and what nobody can compute."""

import csv
import io
from itertools import product

import numpy as np
import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assessments.analysis import dataset, distributions
from assessments.analysis.models import AnonymisedData
from assessments.analysis.question_results.by_group import crossed, released_counts
from assessments.collection import services as collecting
from portal.files import services as files
from portal.jobs import services as jobs
from tests.assessments.analysis.question_results.test_overall import SURVEY
from tests.assessments.collection.test_every_type import opened
from tests.factories import assessments as make

CHOICES, GROUPS = ("a", "b", "c"), ("judge", "lawyer", "staff")
TABLE = st.fixed_dictionaries({cell: st.integers(0, 14) for cell in product(CHOICES, GROUPS)})


def released(counts, *, groups=GROUPS, hidden=()):
    return crossed(counts, choices=CHOICES, groups=groups, hidden_choices=hidden, k=5)


def test_small_cells_are_suppressed_with_complementary_cells():
    counts = {
        ("a", "judge"): 12, ("b", "judge"): 3, ("c", "judge"): 9,
        ("a", "lawyer"): 20, ("b", "lawyer"): 11, ("c", "lawyer"): 10,
        ("a", "staff"): 15, ("b", "staff"): 8, ("c", "staff"): 7,
    }  # fmt: skip

    cells = released(counts)

    hidden = {cell for cell, n in cells.items() if n is None}
    assert ("b", "judge") in hidden
    assert sum(choice == "b" for choice, _group in hidden) >= 2
    assert sum(group == "judge" for _choice, group in hidden) >= 2
    assert cells["a", "lawyer"] == 20
    assert all(n in (None, counts[cell]) for cell, n in cells.items())


def test_a_withheld_group_does_not_suppress_others_through_the_totals():
    counts = dict.fromkeys(product(CHOICES, GROUPS), 10) | {
        ("a", "staff"): 2,
        ("b", "staff"): 1,
        ("c", "staff"): 0,
    }

    cells = released(counts, groups=("judge", "lawyer"))

    assert {group for _choice, group in cells} == {"judge", "lawyer"}
    assert not {("a", "judge"), ("a", "lawyer")} & {cell for cell, n in cells.items() if n is not None}


def test_nine_equal_answers_are_withheld():
    counts = (
        dict.fromkeys(product(CHOICES, GROUPS), 20) | {(c, "staff"): 0 for c in CHOICES} | {("a", "staff"): 9}
    )

    assert [released(counts)[choice, "staff"] for choice in CHOICES] == [None] * 3


def _derivable(counts, shown, *, hidden):
    """The small cells that can be computed from all published figures and totals."""
    cells = [cell for cell, n in counts.items() if n > 0]
    column = {cell: n for n, cell in enumerate(cells)}
    shown_groups = {g for g in GROUPS if any(shown[c, g] is not None for c in CHOICES)}
    known = [[1.0] * len(cells)] if sum(counts.values()) >= 5 else [[0.0] * len(cells)]
    known += [[float(c == choice) for c, _g in cells] for choice in CHOICES if choice not in hidden]
    known += [[float(g == group) for _c, g in cells] for group in GROUPS if group in shown_groups]
    known += [
        [float(other_cell == cell) for other_cell in cells] for cell in cells if shown[cell] is not None
    ]
    published = np.array(known)
    rank = np.linalg.matrix_rank(published)
    return [
        cell
        for cell in cells
        if 0 < counts[cell] < 5
        and np.linalg.matrix_rank(np.vstack([published, np.eye(len(cells))[column[cell]]])) == rank
    ]


@settings(max_examples=150)
@given(TABLE)
def test_no_count_under_five_is_shown_or_computable(counts):
    totals = {choice: sum(counts[choice, g] for g in GROUPS) for choice in CHOICES}
    bars = distributions.choices(totals, people=sum(totals.values()), is_one=True)
    hidden = set(CHOICES) if bars is None else {bar.code for bar in bars if bar.people is None}

    shown = released(counts, hidden=hidden)

    assert all(n is None or n == 0 or n >= 5 for n in shown.values())
    assert _derivable(counts, shown, hidden=hidden) == []


@pytest.fixture
def closed(db):
    """Twenty judges and fifteen lawyers: four lawyers do not sit, and six gave a number of years."""
    assessment, _token = opened(SURVEY, weights={"judge": "0.5", "lawyer": "0.5"})
    people = [
        ("judge", {"sits": "yes", "where": "fj", "years": str(n), "order": "ws fj vu"}) for n in range(1, 13)
    ]
    people += [("judge", {"sits": "no", "where": "ws"})] * 8
    people += [("lawyer", {"sits": "yes", "years": "40", "where": "ws"})] * 6
    people += [("lawyer", {"sits": "no"})] * 4 + [("lawyer", {"where": "fj"})] * 5
    for group, values in people:
        invited = make.invitation(assessment, group=group)
        answers = {("importance-d1.1", 0): "4", ("ability-d1.1", 0): "3"}
        answers |= {(name, 0): value for name, value in values.items()}
        collecting.save_draft(invitation=invited, page=1, language="en", values=answers)
        collecting.submit(invitation=invited)
    return make.services.close_assessment(assessment=assessment, by=None)


def test_the_data_set_has_question_results_by_group_without_disclosure(closed, coordinator, client_of):
    job = dataset.start_making(ranking=closed.rankings.get(), by=coordinator)
    with jobs.claim(job.pk) as claimed:
        dataset.build_dataset(claimed)
    made = AnonymisedData.objects.get()

    with files.open_stored(made.question_results) as stored:
        rows = list(csv.DictReader(io.StringIO(stored.read().decode())))
    released = {(r["question"], r["choice"], r["group"], r["measure"]): r["value"] for r in rows}
    with files.open_stored(made.codebook) as stored:
        book = load_workbook(io.BytesIO(stored.read()))

    assert released["sits", "no", "lawyer", "people"] == "withheld"  # four of them
    assert released["sits", "no", "judge", "people"] == "withheld"  # twelve minus eight would reveal them
    assert released["where", "fj", "judge", "people"] == "12"
    assert released["where", "vu", "judge", "people"] == "0"
    assert (
        released["years", "", "judge", "median"] == "withheld"
    )  # or six lawyers would be the remainder of the total
    assert released["order", "ws", "judge", "mean_rank"] == "1"
    assert released["order", "ws", "lawyer", "mean_rank"] == "withheld"
    lines = {row[0]: row for row in book["Rows"].iter_rows(min_row=2, values_only=True)}
    assert lines["sits"][1::2][:2] == ("Do you sit?", "yes = Yes; no = No")
    page = client_of(coordinator).get(reverse("assessments:analysis:data", args=[closed.public_id]))
    assert reverse("files:download", args=[made.question_results.public_id]) in page.content.decode()


@pytest.mark.parametrize(("judges_for_both", "shown"), [(8, 8), (3, None)])
def test_each_choice_of_several_is_counted_and_withheld_on_its_own(db, judges_for_both, shown):
    assessment, _token = opened(SURVEY, weights={"judge": "0.5", "lawyer": "0.5"})
    people = [("judge", "fj ws")] * judges_for_both + [("judge", "fj")] * 12
    people += [("lawyer", "ws")] * 10 + [("lawyer", "fj")] * 8
    for group, where in people:
        invited = make.invitation(assessment, group=group)
        answers = {("importance-d1.1", 0): "4", ("ability-d1.1", 0): "3", ("where", 0): where}
        collecting.save_draft(invitation=invited, page=1, language="en", values=answers)
        collecting.submit(invitation=invited)
    assessment = make.services.close_assessment(assessment=assessment, by=None)

    counts = {
        (row.choice, row.group): row.value
        for row in released_counts(assessment, ["judge", "lawyer"])
        if row.question == "where"
    }

    assert counts["ws", "judge"] == shown
    assert counts["fj", "judge"] == 12 + judges_for_both
    assert (counts["fj", "lawyer"], counts["vu", "judge"]) == (8, 0)
