"""Charts show their values with labels, also in Arabic, and do not overstate them."""

import re
from itertools import pairwise

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.canvas import ChartStyle, ceiling, spread_labels
from portal.documents.charts import BarItem, Change, Stage, bars, changes, funnel
from portal.documents.trends import Event, Panel, Series, lines, multiples, spark

NAMESPACE = "{http://www.w3.org/2000/svg}"
PERIODS = ["2023", "2024", "2025", "2026"]


def drawn(**more):
    frame = ChartStyle(**more)
    return {
        "bars": bars(
            frame,
            "Needs & answers",
            [BarItem("Dockets <all>", 8.9, 7), BarItem("Reasons", None, None, "withheld")],
        ),
        "lines": lines(
            frame, "Wait", PERIODS, [Series("courts", [4, 3, None, 1])], target=2, events=[Event(1, "x")]
        ),
        "changes": changes(frame, "Scores", [Change("Dockets", 54, 82)], low=0, high=100),
        "funnel": funnel(
            frame, "People", [Stage("Applied", 118), Stage("Certified", 50)], share="{:.0%}".format
        ),
        "multiples": multiples(frame, "Courts", [Panel("Suva", "Fiji", [5, 4, 3], 2, 1.5)]),
        "spark": spark([5, 4, 3], "Falls from 5 to 3", target=2),
    }


@pytest.mark.parametrize("name", drawn())
def test_a_chart_is_an_image_that_starts_with_its_title_and_has_no_style(name):
    root = ElementTree.fromstring(drawn()[name])

    assert root.get("role") == "img"
    assert root[0].tag == f"{NAMESPACE}title"
    assert root[0].text
    assert [e for e in root.iter() if e.get("style") or e.tag.endswith(("style", "script"))] == []


@pytest.mark.parametrize("name", ["bars", "changes", "funnel"])
def test_bars_are_mirrored_in_arabic_and_stay_inside_the_chart(name):
    plain, mirrored = (ElementTree.fromstring(drawn(language=code)[name]) for code in ("en", "ar"))

    def places(root):
        return sorted(
            round(float(e.get("x")) + float(e.get("width")) * side, 1)
            for e in root.iter(f"{NAMESPACE}rect")
            for side in (0, 1)
        )

    assert places(mirrored) == pytest.approx(sorted(482 - x for x in places(plain)), abs=0.2)


def test_time_runs_from_left_to_right_also_in_arabic():
    paths = [re.findall(r'class="line" d="([^"]+)"', drawn(language=code)["lines"]) for code in ("en", "ar")]

    assert paths[0] == paths[1] != []


def test_a_missing_value_is_a_gap_instead_of_zero():
    markup = lines(ChartStyle(), "Wait", PERIODS, [Series("courts", [4, 3, None, 1])])
    run = re.findall(r'class="line" d="([^"]+)"', markup)

    assert len(run) == 1
    assert run[0].count("L") == 1


def test_two_values_get_no_line():
    assert 'class="line"' not in lines(ChartStyle(), "Wait", PERIODS, [Series("courts", [None, None, 4, 3])])


def test_a_withheld_value_has_a_reason_instead_of_a_bar():
    markup = drawn()["bars"]

    assert markup.count('class="b1"') == 1
    assert "withheld" in markup


def test_labels_are_escaped():
    assert "Dockets &lt;all&gt;" in drawn()["bars"]
    assert "<title>Needs &amp; answers</title>" in drawn()["bars"]


def test_labels_in_joined_scripts_are_html_in_print():
    markup = bars(ChartStyle(language="ar", overlay=True), "x", [BarItem("إدارة الجدول", 8.9)])

    assert "<text" not in markup
    assert re.search(r"<span [^>]+>إدارة الجدول</span>", markup)


@given(st.floats(min_value=0.001, max_value=1e9))
def test_an_axis_ends_at_or_above_the_largest_value(value):
    top, step = ceiling(value)

    assert top >= value
    assert top <= max(5 * value, 1)
    assert 2 <= round(top / step) <= 6


@given(st.lists(st.floats(min_value=0, max_value=200), min_size=1, max_size=4))
def test_labels_keep_their_order_and_do_not_overlap(places):
    moved = spread_labels(places, 9)
    order = sorted(range(len(places)), key=lambda i: places[i])

    for low, high in pairwise(order):
        assert moved[high] - moved[low] >= 8
