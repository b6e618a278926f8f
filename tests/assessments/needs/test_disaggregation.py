"""Results of one jurisdiction beside the total: no small cell can be computed by subtraction."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.needs import ranking, services
from assessments.needs.disaggregation import rank_segments
from assessments.needs.models import JurisdictionNeed
from tests.factories import assessments as make
from tests.factories.participants import JurisdictionFactory

WEIGHTS = {"judge": Decimal("0.6"), "lawyer": Decimal("0.4")}
PLACES = (1, 2, 3)
PEOPLE = st.lists(st.tuples(st.integers(2, 4), st.integers(2, 4)), max_size=14)


def of(n, pair=(4, 2)):
    return [pair] * n


def cells_of(by_group, **changes):
    over_all = {
        g: [p for pairs in jurisdictions.values() for p in pairs] for g, jurisdictions in by_group.items()
    }
    ranked = ranking.rank({1: over_all}, WEIGHTS, answered={g: len(p) for g, p in over_all.items()})
    hidden = {(c.item, c.group) for c in ranked if c.reason == "suppressed"}
    return rank_segments(
        {1: by_group}, WEIGHTS, jurisdictions=PLACES, hidden_over_all=hidden, **changes
    ), hidden


def shown_n(by_jurisdiction, group):
    return {
        jurisdiction: next(c.n for c in cells if c.group == group)
        for jurisdiction, cells in by_jurisdiction.items()
    }


def test_a_small_jurisdiction_is_hidden_together_with_the_next_smallest():
    cells, _hidden = cells_of({"judge": {1: of(20), 2: of(3), 3: of(9)}, "lawyer": {1: of(6), 2: of(6)}})

    assert shown_n(cells, "judge") == {1: 20, 2: None, 3: None}
    assert shown_n(cells, "lawyer") == {1: 6, 2: 6, 3: 0}
    assert shown_n(cells, "") == {1: 26, 2: 6, 3: None}


def test_a_group_withheld_over_all_jurisdictions_is_withheld_in_each():
    by_jurisdiction, hidden = cells_of({"judge": {1: of(12)}, "lawyer": {1: of(3), 2: of(1)}})

    assert hidden >= {(1, "judge"), (1, "lawyer")}  # the judges’ count would reveal the lawyers’
    assert all(cell.mwds is None for cells in by_jurisdiction.values() for cell in cells)


def test_a_mean_that_shows_everyones_answer_is_hidden():
    cells, _hidden = cells_of(
        {"judge": {1: of(6, (5, 2)), 2: of(20, (4, 2)), 3: of(11, (3, 2))}, "lawyer": {}}
    )

    assert shown_n(cells, "judge") == {1: None, 2: 20, 3: None}


@given(st.fixed_dictionaries({g: st.fixed_dictionaries(dict.fromkeys(PLACES, PEOPLE)) for g in WEIGHTS}))
def test_no_hidden_jurisdiction_can_be_computed_from_other_views(by_group):
    cells, hidden = cells_of(by_group)
    for group, jurisdictions in by_group.items():
        withheld = {p for p in PLACES if next(c for c in cells[p] if c.group == group).reason == "suppressed"}
        assert all(len(jurisdictions[p]) >= 5 or not jurisdictions[p] for p in PLACES if p not in withheld)
        if (
            withheld and (1, group) not in hidden
        ):  # the group's total is published: the remainder is a sum of several
            left = [len(jurisdictions[p]) for p in withheld if jurisdictions[p]]
            assert len(left) >= 2
            assert sum(left) >= 10 or not [p for p in PLACES if jurisdictions[p] and p not in withheld]
        if len(withheld) < 2:
            continue
        first, second = sorted(withheld, key=lambda p: len(jurisdictions[p]))[:2]
        size = len(jurisdictions[first])
        swapped = {
            **jurisdictions,
            first: jurisdictions[second][:size],
            second: jurisdictions[first] + jurisdictions[second][size:],
        }
        if (
            len(jurisdictions[second]) >= size
        ):  # answers are moved between hidden cells: no published value changes
            again, _same = cells_of(by_group | {group: swapped})
            assert again == cells


@pytest.fixture
def closed(db):
    """Judges: eight answers from Fiji, nine from Samoa, three from Tonga."""
    assessment = make.open_assessment(weights={"judge": "1"})
    fiji = assessment.jurisdictions.first()
    samoa, tonga = JurisdictionFactory(name="Samoa", code="WS"), JurisdictionFactory(name="Tonga", code="TO")
    assessment.jurisdictions.add(samoa, tonga)
    for jurisdiction, people, pair in ((fiji, 18, (5, 2)), (samoa, 9, (4, 2)), (tonga, 3, (3, 1))):
        for n in range(people):
            invitation = make.invitation(assessment, jurisdiction=jurisdiction)
            make.answer(
                assessment, invited=invitation, ratings={"D1.1": (pair[0] - n % 2, pair[1]), "D1.2": (4, 3)}
            )
    return services.close_assessment(assessment=assessment, by=None)


def results(assessment, **query):
    return reverse("assessments:needs:results", args=[assessment.public_id], query=query)


def test_results_are_filtered_by_jurisdiction_on_the_page_and_in_files(closed, coordinator, client_of):
    client, fiji = client_of(coordinator), closed.jurisdictions.exclude(code__in=["WS", "TO"]).get()

    page = client.get(results(closed, jurisdiction=fiji.code)).content.decode()
    exported = client.get(results(closed, jurisdiction=fiji.code, export="csv")).content.decode("utf-8-sig")

    line = next(row for row in csv.DictReader(io.StringIO(exported)) if row["Code"] == "D1.1")
    assert "18 responses" in page
    assert f'<option value="{fiji.code}" selected>' in page
    assert (line["Responses"], line["Importance"]) == ("18", "4.50")
    assert "30 responses" in client.get(results(closed)).content.decode()


@pytest.mark.parametrize("code", ["TO", "WS"])
def test_a_jurisdiction_that_could_be_computed_is_withheld_with_the_reason(
    closed, coordinator, client_of, code
):
    client = client_of(coordinator)

    page = client.get(results(closed, jurisdiction=code))
    exported = client.get(results(closed, jurisdiction=code, export="csv")).content.decode("utf-8-sig")

    assert page.context["segment_withheld"] is True
    line = next(row for row in csv.DictReader(io.StringIO(exported)) if row["Code"] == "D1.1")
    assert {line["Responses"], line["Score"], line["Importance"]} == {"withheld"}
    assert not JurisdictionNeed.objects.filter(jurisdiction__code=code, score__isnull=False).exists()


def test_an_unknown_jurisdiction_shows_all(closed, coordinator, client_of):
    assert "30 responses" in client_of(coordinator).get(results(closed, jurisdiction="XX")).content.decode()
