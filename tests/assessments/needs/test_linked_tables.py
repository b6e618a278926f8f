"""Attacks that combine two views: subtracting languages from jurisdictions reveals nobody."""

import itertools

import numpy as np
import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.needs import services
from assessments.needs.linked_tables import is_disclosive, suppress_across_dimensions
from assessments.needs.models import JurisdictionNeed, SegmentNeed
from portal.figures.suppression import suppressed_cells
from tests.factories import assessments as make
from tests.factories.participants import JurisdictionFactory

NONE = frozenset()


def atoms(cells):
    """(jurisdiction, language) -> people, as codes and counts."""
    codes = np.array(list(cells)).T
    return [codes[0], codes[1]], np.array(list(cells.values()))


def test_a_language_of_one_jurisdiction_reveals_other_speakers_there():
    codes, people = atoms(
        {(0, 0): 20, (1, 0): 9, (1, 1): 3, (2, 1): 12}
    )  # 0 and 1 known: 1's three speakers of 1

    assert is_disclosive(codes, people, [NONE, NONE], k=5)
    assert suppress_across_dimensions(codes, people, [NONE, NONE], k=5) == [NONE, {0, 1}]


def test_a_hidden_jurisdiction_is_not_revealed_by_its_language():
    codes, people = atoms(
        {(0, 0): 20, (1, 0): 20, (2, 0): 3, (3, 1): 9}
    )  # jurisdiction 2 and with it 3 are hidden

    assert is_disclosive(codes, people, [frozenset({2, 3}), NONE], k=5)
    assert suppress_across_dimensions(codes, people, [frozenset({2, 3}), NONE], k=5)[1] == {0, 1}


def test_segments_with_large_intersections_are_all_shown():
    codes, people = atoms({(p, s): 10 for p in range(3) for s in range(2)})

    assert suppress_across_dimensions(codes, people, [NONE, NONE], k=5) == [NONE, NONE]


def test_a_difference_of_few_people_is_disclosive_without_a_small_cell():
    codes, people = atoms(
        {(0, 0): 9, (0, 1): 2, (0, 2): 2, (1, 1): 9, (1, 2): 9}
    )  # jurisdiction 0 minus language 0: four

    assert is_disclosive(codes, people, [NONE, NONE], k=5)


CELLS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)),
    st.integers(1, 12),
    min_size=1,
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(CELLS)
def test_no_published_sums_differ_by_few_people(cells):
    codes = list(np.array(list(cells)).T)
    people = np.array(list(cells.values()))
    lines = [
        suppressed_cells({p: int(people[code == p].sum()) for p in set(code.tolist())}, k=5) for code in codes
    ]

    suppressed = suppress_across_dimensions(codes, people, lines, k=5)

    shown = [
        frozenset(np.flatnonzero(code == segment).tolist())
        for code, hidden in zip(codes, suppressed, strict=True)
        for segment in set(code.tolist()) - hidden
    ]
    for larger, smaller in itertools.permutations(shown, 2):
        if smaller < larger:
            assert int(people[list(larger - smaller)].sum()) >= 5
    assert suppressed[0] == lines[0]
    assert all(line <= hidden for line, hidden in zip(lines, suppressed, strict=True))


@pytest.fixture
def closed(db):
    """Judges: eighteen from Fiji and nine from Samoa in English, three from Samoa and twelve from Tonga in French."""
    assessment = make.open_assessment(weights={"judge": "1"})
    fiji = assessment.jurisdictions.first()
    samoa, tonga = JurisdictionFactory(name="Samoa", code="WS"), JurisdictionFactory(name="Tonga", code="TO")
    assessment.jurisdictions.add(samoa, tonga)
    for jurisdiction, language, people in (
        (fiji, "en", 18),
        (samoa, "en", 9),
        (samoa, "ar", 3),
        (tonga, "ar", 12),
    ):
        for n in range(people):
            invitation = make.invitation(assessment, jurisdiction=jurisdiction, court_level="first")
            values = {("importance-d1.1", 0): str(5 - n % 2), ("ability-d1.1", 0): "2"}
            make.collecting.save_draft(invitation=invitation, page=1, language=language, values=values)
            make.collecting.submit(invitation=invitation)
    return services.close_assessment(assessment=assessment, by=None)


def test_languages_are_withheld_where_jurisdictions_show_and_their_difference_is_three(
    closed, coordinator, client_of
):
    client = client_of(coordinator)
    url = reverse("assessments:needs:results", args=[closed.public_id])

    page = client.get(url, {"language": "ar"})
    sheet = client.get(url, {"language": "ar", "export": "csv"}).content.decode("utf-8-sig")

    assert JurisdictionNeed.objects.filter(score__isnull=False, group_code="judge").count() == 3
    assert not SegmentNeed.objects.filter(dimension="language", score__isnull=False).exists()
    assert page.context["segment_withheld"]
    assert "withheld" in sheet


def test_a_common_level_is_shown_and_combined_filters_are_rejected(closed, coordinator, client_of):
    client = client_of(coordinator)
    url = reverse("assessments:needs:results", args=[closed.public_id])

    page = client.get(url, {"jurisdiction": "TO", "language": "ar"})

    assert (
        SegmentNeed.objects.get(dimension="court_level", group_code="judge", competency__code="D1.1").n == 42
    )
    assert page.context["crossed"]
    assert "12 responses" in page.content.decode()
